import type { Database } from '../../../platform/postgres/index.js';
import type { OutboxRow } from '../../../projections/outbox/outboxRow.js';
import type { Selection } from './selection.js';

const pageSize = 2_000;

/** The rows that were published within the time, in the order of their events, a page at a time. */
export async function* publishedRows(
  database: Database,
  { from, to, orderId }: Selection,
): AsyncGenerator<readonly OutboxRow[]> {
  let after = { position: '-1', ordinal: -1 };
  for (;;) {
    const page = await database.query<OutboxRow>(selectPage, [
      from,
      to,
      orderId,
      after.position,
      after.ordinal,
      pageSize,
    ]);
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last;
  }
}

/** A message that was published several times is one. */
const selectPage = `
  SELECT DISTINCT ON (p.position, p.ordinal) p.position::text AS position, p.ordinal, event_id,
    topic, key, headers, payload
  FROM messaging.published AS p
  WHERE published_at >= $1 AND published_at < $2 AND ($3::text IS NULL OR key = $3)
    AND (p.position, p.ordinal) > ($4::bigint, $5::integer)
  ORDER BY p.position, p.ordinal LIMIT $6`;

/** The end of the last day whose messages were dropped, null when none was. */
export const droppedUntil = async (database: Database): Promise<Date | null> => {
  const [row] = await database.query<{ until: Date | null }>(
    `SELECT (max(day) + 1)::timestamp AT TIME ZONE 'UTC' AS until FROM messaging.pruned_days`,
  );

  return row?.until ?? null;
};
