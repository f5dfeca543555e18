import type { DeliverOrder, ShipOrder } from '../commands.js';
import { broken } from '../errors.js';
import type { OrderDelivered, OrderShipped } from '../events.js';
import { committedLines } from '../lines.js';
import type { PlacedOrder } from '../state.js';
import { snapshotOf } from '../view.js';
import { quiet, refuseStale } from './status.js';

export const shipOrder = (
  { data: { expectedVersion, now } }: ShipOrder,
  order: PlacedOrder,
): OrderShipped[] => {
  if (order.status === 'SHIPPED') return [];
  const { orderId, userId, lines } = quiet(order);
  refuseStale(order, expectedVersion);
  const snapshot = snapshotOf('SHIPPED', committedLines(lines));

  return [{ type: 'OrderShipped', data: { orderId, userId, snapshot, shippedAt: now } }];
};

export const deliverOrder = (
  { data: { expectedVersion, now } }: DeliverOrder,
  order: PlacedOrder,
): OrderDelivered[] => {
  if (order.status === 'DELIVERED') return [];
  if (order.status !== 'SHIPPED') throw broken('ORDER_NOT_SHIPPED', `The order is ${order.status}`);
  refuseStale(order, expectedVersion);
  const { orderId, userId, lines } = order;
  const snapshot = snapshotOf('DELIVERED', lines);

  return [{ type: 'OrderDelivered', data: { orderId, userId, snapshot, deliveredAt: now } }];
};
