import { isUniqueViolation, type Queryable } from '../../../platform/postgres/index.js';
import {
  type NotificationRow,
  type OwnedNotification,
  type StoredNotification,
  toOwned,
} from './notificationRows.js';

/** A notification to be; `event_id` tells whether it is there already. */
export type NewRow = Readonly<{
  event_id: string;
  user_id: string;
  order_id: string;
  type: NotificationRow['type'];
  message: string;
  data: StoredNotification;
}>;

/** What the statement adds to a row. */
type Inserted = Readonly<{ id: string; event_id: string; cursor: number; created_at: Date }>;

/**
 * Inserts the rows whose events are not there yet, all of them or none, and notifies of them.
 * Resolves to those, each user's in the order of the cursors: 1, 2, 3 … in the order of `rows`.
 */
export const insertNotifications = async (
  database: Queryable,
  rows: readonly NewRow[],
): Promise<readonly OwnedNotification[]> => {
  const inserted = await insertOnce(database, rows);
  const byEvent = new Map(inserted.map((one) => [one.event_id, one]));

  return rows.flatMap((row) => {
    const one = byEvent.get(row.event_id);
    byEvent.delete(row.event_id);

    return one === undefined ? [] : [toOwned({ ...row, ...one, read_at: null })];
  });
};

/** Another writer may have committed an event since the statement began: the next one sees it. */
const insertOnce = async (database: Queryable, rows: readonly NewRow[]): Promise<Inserted[]> => {
  const content = JSON.stringify(rows);
  for (;;)
    try {
      return await database.query<Inserted>(insertRows, [content]);
    } catch (error) {
      if (!isUniqueViolation(error, 'notifications_event_id_key')) throw error;
    }
};

// Each user's last cursor lies in an array: a join with 500 users would compare all with all, since
// the plans of this service are pinned. A payload holds 8 000 bytes at most: 130 users each, with
// their cursors.
const insertRows = {
  name: 'notifier_insert_rows',
  text: `
    WITH incoming AS MATERIALIZED (
      SELECT DISTINCT ON (event_id) *
      FROM ROWS FROM (
        json_to_recordset($1::json)
          AS (event_id uuid, user_id uuid, order_id uuid, type text, message text, data jsonb)
      ) WITH ORDINALITY AS r(event_id, user_id, order_id, type, message, data, place)
      ORDER BY event_id, place
    ), fresh AS MATERIALIZED (
      SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY place) AS number,
        count(*) OVER (PARTITION BY user_id) AS count, dense_rank() OVER (ORDER BY user_id) AS nth
      FROM incoming AS i
      WHERE NOT EXISTS (SELECT FROM notify.notifications AS n WHERE n.event_id = i.event_id)
    ), counted AS MATERIALIZED (
      INSERT INTO notify.cursors AS c (user_id, cursor)
      SELECT user_id, count FROM fresh WHERE number = 1 ORDER BY user_id
      ON CONFLICT (user_id) DO UPDATE SET cursor = c.cursor + excluded.cursor
      RETURNING user_id, cursor
    ), lasts AS MATERIALIZED (
      SELECT array_agg(cursor ORDER BY user_id) AS cursors FROM counted
    ), inserted AS (
      INSERT INTO notify.notifications (id, user_id, cursor, event_id, order_id, type, message, data)
      SELECT gen_random_uuid(), user_id, cursors[nth] - count + number, event_id, order_id, type,
        message, data
      FROM fresh, lasts
      RETURNING id, event_id, cursor, created_at
    ), pages AS (
      SELECT user_id, cursor, (row_number() OVER () - 1) / 130 AS page FROM counted
    ), notified AS MATERIALIZED (
      SELECT pg_notify('notifications', string_agg(user_id || ',' || cursor, ','))
      FROM pages GROUP BY page
    )
    SELECT *, (SELECT count(*) FROM notified) AS notices FROM inserted`,
} as const;
