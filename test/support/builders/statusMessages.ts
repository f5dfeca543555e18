import { randomUUID } from 'node:crypto';
import { orderStream } from '../../../domain/order/index.js';
import type { OrderStatusChanged } from '../../../contracts/messages/index.js';
import type { OutgoingMessage } from '../../../platform/messaging/index.js';

/** When the events of tests happened: what is old makes no notification any more. */
export const happenedAt = new Date(Date.now() - 3_600_000).toISOString();

/** A valid value of topic `order.status`. */
export const statusOf = (fields: Partial<OrderStatusChanged> = {}): OrderStatusChanged => ({
  orderId: randomUUID(),
  userId: randomUUID(),
  status: 'CONFIRMED',
  inventoryStatus: 'RESERVED',
  items: [
    {
      itemId: randomUUID(),
      productId: randomUUID(),
      quantity: 1,
      inventoryStatus: 'RESERVED',
    },
  ],
  orderRevision: 2,
  message: 'Your order is confirmed',
  ...fields,
});

/** The message around it, as the bridge sends it. */
export const statusMessage = (
  value: OrderStatusChanged = statusOf(),
  headers: Readonly<Record<string, string>> = {},
): OutgoingMessage & Readonly<{ key: string; headers: Readonly<Record<string, string>> }> => ({
  key: value.orderId,
  value: JSON.stringify(value),
  headers: {
    ce_id: randomUUID(),
    ce_type: 'order.status',
    ce_source: 'quicksale',
    ce_time: happenedAt,
    ce_specversion: '1.0',
    stream: orderStream(value.orderId),
    revision: String(value.orderRevision),
    ...headers,
  },
});
