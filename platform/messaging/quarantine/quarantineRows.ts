import type { Queryable } from '../../postgres/index.js';
import { type QuarantineRow, toStoredError } from './quarantinedRecord.js';

/** The quarantined messages of a group that nobody has skipped. */
export type Rows = Readonly<{
  count: () => Promise<number>;
  /** Returns the first message of each key that is due, or of each key, oldest first. */
  heads: (all: boolean) => Promise<QuarantineRow[]>;
  remove: (id: number) => Promise<void>;
  /** Due again in a minute; an error counts as an attempt. */
  postpone: (id: number, error: string | null) => Promise<void>;
}>;

const maxHeads = 200;

export const createRows = (database: Queryable, groupId: string): Rows => ({
  count: async () => {
    const [row] = await database.query<{ count: number }>(
      `SELECT count(*) AS count FROM messaging.quarantined_messages
       WHERE group_id = $1 AND skipped_at IS NULL`,
      [groupId],
    );

    return row?.count ?? 0;
  },
  heads: (all) => database.query<QuarantineRow>(headsStatement, [groupId, all, maxHeads]),
  remove: async (id) => {
    await database.query('DELETE FROM messaging.quarantined_messages WHERE id = $1', [id]);
  },
  postpone: async (id, error) => {
    await database.query(
      `UPDATE messaging.quarantined_messages SET retry_at = now() + interval '1 minute',
         state = CASE state WHEN 'waiting' THEN 'undecided' ELSE state END,
         attempts = attempts + CASE WHEN $2::text IS NULL THEN 0 ELSE 1 END,
         error = coalesce($2, error)
       WHERE id = $1`,
      [id, error === null ? null : toStoredError(error)],
    );
  },
});

const headsStatement = `
  SELECT id, topic, partition, "offset"::text AS "offset", record_time::text AS "recordTime", key,
    value, headers, state, stream
  FROM (
    SELECT DISTINCT ON (topic, key, CASE state WHEN 'unwritten' THEN id END) *
    FROM messaging.quarantined_messages
    WHERE group_id = $1 AND skipped_at IS NULL
    ORDER BY topic, key, CASE state WHEN 'unwritten' THEN id END, id
  ) AS head
  WHERE $2 OR retry_at <= now()
  ORDER BY id LIMIT $3`;
