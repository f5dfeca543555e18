import { pause } from '../../../platform/concurrency/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import type { RetentionTask } from '../../../platform/retention/index.js';

type Options = Readonly<{
  /** Rows that one statement reads, and about as many that it deletes. */
  batchSize?: number;
}>;

/** The last row that was looked through; expired rows before it are of sessions that go on. */
type Page = Readonly<{ expires: string; hash: Buffer; read: number; deleted: number }>;

/** In milliseconds: others have the database in between. */
const betweenMs = 20;

/**
 * Deletes sessions whose last refresh token expired a day ago, in batches. Whole sessions only: a
 * used token stays as long as its reuse can be detected. A session is over when its last row is, so
 * each row is looked at once when it expires, and all once after a start.
 */
export const endedSessions = (
  database: Queryable,
  { batchSize = 1_000 }: Options = {},
): RetentionTask => {
  let last: Pick<Page, 'expires' | 'hash'> = { expires: '-infinity', hash: Buffer.alloc(0) };

  const removeAll = async (signal: AbortSignal): Promise<number> => {
    let total = 0;
    while (!signal.aborted) {
      const [page] = await database.query<Page>(deletePage, [last.expires, last.hash, batchSize]);
      if (page === undefined) break;
      total += page.deleted;
      // the rest of a page with many deletions is looked at again
      if (page.deleted < batchSize) last = page;
      if (page.deleted < batchSize && page.read < batchSize) break;
      await pause(betweenMs, signal);
    }

    return total;
  };

  return { kind: 'sessions', remove: removeAll };
};

const deletePage = `
  WITH page AS MATERIALIZED (
    SELECT expires_at, token_hash, session_id FROM auth.sessions
    WHERE expires_at < now() - interval '1 day'
      AND (expires_at, token_hash) > ($1::timestamptz, $2::bytea)
    ORDER BY expires_at, token_hash LIMIT $3
  ), over AS MATERIALIZED (
    SELECT DISTINCT session_id FROM page WHERE NOT EXISTS (
      SELECT FROM auth.sessions AS s
      WHERE s.session_id = page.session_id AND s.expires_at >= now() - interval '1 day')
  ), deleted AS (
    DELETE FROM auth.sessions WHERE token_hash IN (
      SELECT token_hash FROM auth.sessions JOIN over USING (session_id) LIMIT $3)
    RETURNING 1
  )
  SELECT expires_at::text AS expires, token_hash AS hash, (SELECT count(*) FROM page) AS read,
    (SELECT count(*) FROM deleted) AS deleted
  FROM page ORDER BY expires_at DESC, token_hash DESC LIMIT 1`;
