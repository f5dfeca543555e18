import { countRows, isAny, type Quarantined, type QuarantinePlace } from './quarantined.js';

const columns = `
  'event:' || position AS id, stream, revision, type, error, attempts,
  parked_at AS since, skipped_at AS "skippedAt", skip_reason AS "skipReason"`;

const waiting = 'projection.parked_events WHERE resumed_at IS NULL';

/** Events that cannot be projected, each with the stream that waits behind it. */
export const events: QuarantinePlace = {
  list: (database, most) =>
    database.query<Quarantined>(
      `SELECT ${columns} FROM ${waiting} ORDER BY position LIMIT $1::integer`,
      [most ?? null],
    ),
  count: countRows(waiting),
  show: async (database, position) => {
    const [found] = await database.query(
      `SELECT ${columns}, resumed_at AS "resumedAt", event_id AS "eventId", event
       FROM projection.parked_events WHERE position = $1::bigint`,
      [position],
    );

    return found ?? null;
  },
  retry: async (database, position) =>
    isAny(
      await database.query(
        `UPDATE projection.parked_events SET retry_at = now()
         WHERE position = $1::bigint AND resumed_at IS NULL AND skipped_at IS NULL RETURNING 1`,
        [position],
      ),
    ),
  skip: async (database, position, reason) =>
    isAny(
      await database.query(
        `UPDATE projection.parked_events SET skipped_at = now(), skip_reason = $2
         WHERE position = $1::bigint AND resumed_at IS NULL RETURNING 1`,
        [position, reason],
      ),
    ),
};
