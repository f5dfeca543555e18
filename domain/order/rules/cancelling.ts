import type { CancelOrder, EndWaiting } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { CancellationReason, OrderCancelled } from '../events.js';
import { releasedLines } from '../lines.js';
import { afterCancellation } from '../payment.js';
import { isWaiting, placedAtOf, type PlacedOrder } from '../state.js';
import { snapshotOf } from '../view.js';

/** Also while an answer is outstanding: the inventory sorts out which of the two came first. */
export const cancelOrder = (
  { data: { by, now } }: CancelOrder,
  order: PlacedOrder,
): OrderCancelled[] => {
  if (order.status === 'CANCELLED') return [];
  if (order.status === 'SHIPPED' || order.status === 'DELIVERED')
    throw ruleBroken('ORDER_NOT_CANCELLABLE', `The order is ${order.status}`);

  return [orderCancelled(order, `CANCELLED_BY_${by}`, now)];
};

/** Only of an order that waits still: whoever was served before has units. */
export const endWaiting = (
  { data: { reason, now } }: EndWaiting,
  order: PlacedOrder,
): OrderCancelled[] => (isWaiting(order) ? [orderCancelled(order, reason, now)] : []);

export const orderCancelled = (
  order: PlacedOrder,
  reason: CancellationReason,
  now: string,
): OrderCancelled => ({
  type: 'OrderCancelled',
  data: {
    orderId: order.orderId,
    userId: order.userId,
    snapshot: snapshotOf('CANCELLED', releasedLines(order.lines), afterCancellation(order.payment)),
    reason,
    ...placedAtOf(order),
    cancelledAt: now,
  },
});
