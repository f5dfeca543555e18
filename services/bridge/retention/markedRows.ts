import { pause } from '../../../platform/concurrency/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import { publishedColumns } from './publishedDays.js';

type Page = Readonly<{ position: string; ordinal: number; read: number }>;

const pageSize = 2_000;

/** In milliseconds: the relay has the table in between. */
const betweenMs = 20;

/**
 * Moves rows that a bridge of an older release has marked in the outbox, once past all rows, a page
 * at a time.
 */
export const moveMarkedRows = async (database: Database, signal: AbortSignal): Promise<void> => {
  let last: Page = { position: '-1', ordinal: -1, read: pageSize };
  while (last.read === pageSize && !signal.aborted) {
    const [read] = await database.query<Page>(movePage, [last.position, last.ordinal, pageSize]);
    if (read === undefined) return;
    last = read;
    await pause(betweenMs, signal);
  }
};

// by its place: joined, the page would be compared row by row with the outbox, see markAndSelect
const movePage = `
  WITH page AS MATERIALIZED (
    SELECT ctid AS place, position, ordinal, published_at FROM messaging.outbox
    WHERE (position, ordinal) > ($1::bigint, $2::integer)
    ORDER BY position, ordinal LIMIT $3
  ), moved AS (
    DELETE FROM messaging.outbox
    WHERE ctid = ANY (ARRAY(SELECT place FROM page WHERE published_at IS NOT NULL))
    RETURNING position, ordinal, event_id, topic, key, headers, payload, attempts, created_at,
      published_at, partition, "offset"
  ), kept AS (
    INSERT INTO messaging.published (${publishedColumns}) SELECT * FROM moved ON CONFLICT DO NOTHING
  )
  SELECT position::text, ordinal, (SELECT count(*) FROM page) AS read FROM page
  ORDER BY page.position DESC, ordinal DESC LIMIT 1`;
