import type { Queryable } from '../../../platform/postgres/index.js';

/** Of `messaging.published`, as its rows are written. */
export const publishedColumns = `position, ordinal, event_id, topic, key, headers, payload,
      attempts, created_at, published_at, partition, "offset"`;

/** So many days have their partition before they begin. */
const daysAhead = 3;

/** Makes a partition for each day of `keepMs` and for some to come, where there is none. */
export const addPublishedDays = async (database: Queryable, keepMs: number): Promise<void> => {
  await database.query(
    `SELECT messaging.add_published_days(
       (now() AT TIME ZONE 'UTC' - $1 * interval '1 ms')::date,
       (now() AT TIME ZONE 'UTC')::date + $2::integer)`,
    [keepMs, daysAhead],
  );
};

/** Drops the days that ended more than `keepMs` ago. Returns how many. */
export const dropPublishedDays = async (database: Queryable, keepMs: number): Promise<number> => {
  const [row] = await database.query<{ days: number }>(
    `SELECT messaging.drop_published_days($1 * interval '1 ms') AS days`,
    [keepMs],
  );

  return row?.days ?? 0;
};
