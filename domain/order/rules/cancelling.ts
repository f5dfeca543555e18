import type { CancelOrder } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { CancellationReason, OrderCancelled } from '../events.js';
import { releasedLines } from '../lines.js';
import { afterCancellation } from '../payment.js';
import type { PlacedOrder } from '../state.js';
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

export const orderCancelled = (
  { orderId, userId, lines, payment, placedAt }: PlacedOrder,
  reason: CancellationReason,
  now: string,
): OrderCancelled => ({
  type: 'OrderCancelled',
  data: {
    orderId,
    userId,
    snapshot: snapshotOf('CANCELLED', releasedLines(lines), afterCancellation(payment)),
    reason,
    placedAt,
    cancelledAt: now,
  },
});
