import { PoisonMessage, type ReceivedMessage } from '../../../platform/messaging/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { PushTraces } from '../notifications/pushTraces.js';
import type { StoredNotification } from '../notifications/notificationRows.js';

type StatusMessage = ReceivedMessage<'order.status'>;

type Row = Readonly<{
  event_id: string;
  user_id: string;
  order_id: string;
  type: NotificationType;
  message: string;
  data: StoredNotification;
}>;

type NotificationType = NonNullable<StatusMessage['value']['notification']>;

type Options = Readonly<{
  keepMs?: number;
  now?: () => number;
  traces?: Pick<PushTraces, 'note'>;
}>;

/**
 * Turns messages into rows, in one transaction per batch. Known event ids are skipped, and what
 * happened more than `keepMs` ago: its row may have been deleted, and would come again. A user's
 * cursors are 1, 2, 3 … and become visible in that order: their counters stay locked until the
 * commit, and are locked in user order, so that writers cannot deadlock.
 */
export const writeNotifications =
  (database: Database, { keepMs = Infinity, now = Date.now, traces }: Options = {}) =>
  async (messages: readonly StatusMessage[]): Promise<void> => {
    const rows = messages
      .map(toRow)
      .filter(({ data }) => now() - Date.parse(data.occurredAt) <= keepMs);
    if (rows.length === 0) return;
    for (const { value, headers } of messages) traces?.note(value, headers.traceparent);
    await database.transaction(async (client) => {
      await client.query(lockCounters, [rows.map(({ user_id }) => user_id)]);
      await client.query(insertRows, [JSON.stringify(rows)]);
    });
  };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const toRow = (received: StatusMessage): Row => {
  const { headers, value, timestamp } = received;
  if (!uuid.test(headers.ce_id)) throw new PoisonMessage(received, 'ce_id is not a UUID');
  const { status, inventoryStatus, reason, waitlist, payment, items } = value;
  const { orderRevision, placedAt } = value;
  const occurredAt = timeOf(headers.ce_time) ?? timeOf(timestamp);
  if (occurredAt === null)
    throw new PoisonMessage(received, 'neither the message nor the broker says when it happened');

  return {
    event_id: headers.ce_id.toLowerCase(),
    user_id: value.userId,
    order_id: value.orderId,
    type: value.notification ?? 'order.update',
    message: value.message,
    data: {
      status,
      inventoryStatus,
      ...(reason !== undefined && { reason }),
      items,
      ...(waitlist !== undefined && { waitlist }),
      ...(payment !== undefined && { payment }),
      orderRevision,
      occurredAt,
      ...(placedAt !== undefined && { placedAt }),
    },
  };
};

/**
 * Returns ISO 8601 with a year of four digits, as the contract has it; null where that is
 * impossible.
 */
const timeOf = (stated: string | number | undefined): string | null => {
  const time = new Date(stated ?? NaN);
  const year = Number.isNaN(time.getTime()) ? NaN : time.getUTCFullYear();

  return year >= 0 && year <= 9999 ? time.toISOString() : null;
};

const lockCounters = {
  name: 'notifier_take_counters',
  text: `
    INSERT INTO notify.cursors AS c (user_id, cursor)
    SELECT DISTINCT user_id, 0 FROM unnest($1::uuid[]) AS u(user_id) ORDER BY user_id
    ON CONFLICT (user_id) DO UPDATE SET cursor = c.cursor`,
} as const;

// A payload holds 8 000 bytes at most: 200 users each.
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
      SELECT i.*, c.cursor + row_number() OVER (PARTITION BY i.user_id ORDER BY i.place) AS cursor
      FROM incoming AS i JOIN notify.cursors AS c USING (user_id)
      WHERE NOT EXISTS (SELECT FROM notify.notifications AS n WHERE n.event_id = i.event_id)
    ), inserted AS (
      INSERT INTO notify.notifications (id, user_id, cursor, event_id, order_id, type, message, data)
      SELECT gen_random_uuid(), user_id, cursor, event_id, order_id, type, message, data
      FROM fresh
    ), users AS MATERIALIZED (
      SELECT user_id, max(cursor) AS cursor, (row_number() OVER () - 1) / 200 AS page
      FROM fresh GROUP BY user_id
    ), counted AS (
      UPDATE notify.cursors AS c SET cursor = u.cursor FROM users AS u WHERE u.user_id = c.user_id
    )
    SELECT pg_notify('notifications', string_agg(user_id::text, ',')) FROM users GROUP BY page`,
} as const;
