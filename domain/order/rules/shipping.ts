import type { DeliverOrder, ShipOrder } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { OrderDelivered, OrderShipped } from '../events.js';
import { committedLines } from '../lines.js';
import type { PlacedOrder } from '../state.js';
import { snapshotOf } from '../view.js';
import { requireNoPendingChange, requireVersion } from './status.js';

export const shipOrder = (
  { data: { expectedVersion, now } }: ShipOrder,
  order: PlacedOrder,
): OrderShipped[] => {
  if (order.status === 'SHIPPED') return [];
  const current = requireNoPendingChange(order);
  requireVersion(order, expectedVersion);
  if (current.payment.status === 'DUE')
    throw ruleBroken('NOT_PAID', `The order is to be paid until ${current.payment.payBy}`);

  return [orderShipped(current, now)];
};

export const deliverOrder = (
  { data: { expectedVersion, now } }: DeliverOrder,
  order: PlacedOrder,
): OrderDelivered[] => {
  if (order.status === 'DELIVERED') return [];
  if (order.status !== 'SHIPPED')
    throw ruleBroken('ORDER_NOT_SHIPPED', `The order is ${order.status}`);
  requireVersion(order, expectedVersion);

  return [orderDelivered(order, now)];
};

const orderShipped = (
  { orderId, userId, lines, payment }: PlacedOrder,
  now: string,
): OrderShipped => ({
  type: 'OrderShipped',
  data: {
    orderId,
    userId,
    snapshot: snapshotOf('SHIPPED', committedLines(lines), payment),
    shippedAt: now,
  },
});

const orderDelivered = (
  { orderId, userId, lines, payment }: PlacedOrder,
  now: string,
): OrderDelivered => ({
  type: 'OrderDelivered',
  data: {
    orderId,
    userId,
    snapshot: snapshotOf('DELIVERED', lines, payment),
    deliveredAt: now,
  },
});
