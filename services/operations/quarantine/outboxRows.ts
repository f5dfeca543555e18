import { countRows, isAny, type Quarantined, type QuarantinePlace } from './quarantined.js';

const columns = `
  'outbox:' || position || '.' || ordinal AS id, topic, key, last_error AS error, attempts,
  created_at AS since`;

const place = `position = split_part($1, '.', 1)::bigint AND ordinal = split_part($1, '.', 2)::integer
  AND published_at IS NULL AND last_error IS NOT NULL`;

const waiting = 'messaging.outbox WHERE published_at IS NULL AND last_error IS NOT NULL';

/** Messages that the broker refuses, each with the messages of its key behind it. */
export const outboxRows: QuarantinePlace = {
  list: (database, most) =>
    database.query<Quarantined>(
      `SELECT ${columns} FROM ${waiting} ORDER BY position, ordinal LIMIT $1::integer`,
      [most ?? null],
    ),
  count: countRows(waiting),
  show: async (database, id) => {
    const [found] = await database.query(
      `SELECT ${columns}, event_id AS "eventId", headers, payload FROM messaging.outbox
       WHERE ${place}`,
      [id],
    );

    return found ?? null;
  },
  retry: async (database, id) =>
    isAny(
      await database.query(
        `UPDATE messaging.outbox SET last_error = NULL WHERE ${place} RETURNING 1`,
        [id],
      ),
    ),
  skip: async (database, id, reason) =>
    isAny(
      await database.query(
        `UPDATE messaging.outbox SET published_at = now(), last_error = 'skipped: ' || $2
         WHERE ${place} RETURNING 1`,
        [id, reason],
      ),
    ),
};
