import { ruleBroken } from '../errors.js';
import { isPending } from '../lines.js';
import type { Confirmed, Order, PlacedOrder } from '../state.js';

export const requirePlaced = (order: Order): PlacedOrder => {
  if (order.status === 'NOT_PLACED') throw ruleBroken('ORDER_NOT_FOUND', 'There is no such order');

  return order;
};

export const requireConfirmed = (order: PlacedOrder): Confirmed => {
  if (order.status !== 'CONFIRMED')
    throw ruleBroken('ORDER_NOT_CONFIRMED', `The order is ${order.status}`);

  return order;
};

/** Confirmed, and no line waits for the inventory's answer. */
export const requireNoPendingChange = (order: PlacedOrder): Confirmed => {
  const current = requireConfirmed(order);
  if (current.lines.some(isPending))
    throw ruleBroken('CHANGE_PENDING', 'A change of the order still waits for its answer');

  return current;
};

/** Once paid, the total is what was paid. */
export const requireAmendable = (order: PlacedOrder): Confirmed => {
  const current = requireNoPendingChange(order);
  if (current.payment.status === 'PAID')
    throw ruleBroken('ALREADY_PAID', 'The order is paid, and cannot be changed any more');

  return current;
};

/** Null stands for any version. */
export const requireVersion = ({ revision }: PlacedOrder, expectedVersion: number | null): void => {
  if (expectedVersion !== null && expectedVersion !== revision + 1)
    throw ruleBroken('VERSION_STALE', 'The order is at another version');
};
