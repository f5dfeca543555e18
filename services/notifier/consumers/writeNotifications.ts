import { PoisonMessage, type ReceivedMessage } from '../../../platform/messaging/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { insertNotifications, type NewRow } from '../notifications/insertNotifications.js';
import type { OwnedNotification } from '../notifications/notificationRows.js';
import type { PushTraces } from '../notifications/pushTraces.js';

type StatusMessage = ReceivedMessage<'order.status'>;

/**
 * Called before rows of these users are written; what it returns is called when that is over, with
 * the rows that were written. None after an error: they may be there nevertheless.
 */
export type ExpectRows = (
  userIds: readonly string[],
) => (written: readonly OwnedNotification[]) => void;

type Options = Readonly<{
  keepMs?: number;
  now?: () => number;
  traces?: Pick<PushTraces, 'note'>;
  expectRows?: ExpectRows;
}>;

/**
 * Turns messages into rows, all of a batch or none. Known event ids are skipped, and what happened
 * more than `keepMs` ago: its row may have been deleted, and would come again. A user's cursors are
 * 1, 2, 3 … and become visible in that order: their counters stay locked until the commit, and are
 * locked in user order, so that writers cannot deadlock.
 */
export const writeNotifications =
  (database: Queryable, options: Options = {}) =>
  async (messages: readonly StatusMessage[]): Promise<void> => {
    const { keepMs = Infinity, now = Date.now, traces, expectRows } = options;
    const rows = messages
      .map(toRow)
      .filter(({ data }) => now() - Date.parse(data.occurredAt) <= keepMs);
    if (rows.length === 0) return;
    for (const { value, headers } of messages) traces?.note(value, headers.traceparent);
    const endWrite = expectRows?.(rows.map(({ user_id }) => user_id));
    let written: readonly OwnedNotification[] = [];
    try {
      written = await insertNotifications(database, rows);
    } finally {
      endWrite?.(written);
    }
  };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const toRow = (received: StatusMessage): NewRow => {
  const { headers, value, timestamp } = received;
  if (!uuid.test(headers.ce_id)) throw new PoisonMessage(received, 'ce_id is not a UUID');
  const { status, inventoryStatus, reason, waitlist, payment, items } = value;
  const { orderRevision, placedAt } = value;
  const occurredAt = timeOf(headers.ce_time) ?? timeOf(timestamp);
  if (occurredAt === null)
    throw new PoisonMessage(received, 'neither the message nor the broker says when it happened');

  return {
    event_id: headers.ce_id.toLowerCase(),
    user_id: value.userId.toLowerCase(),
    order_id: value.orderId.toLowerCase(),
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
