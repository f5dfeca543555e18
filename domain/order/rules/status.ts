import { broken } from '../errors.js';
import { isPending } from '../lines.js';
import type { Confirmed, Order, PlacedOrder } from '../state.js';

export const placed = (order: Order): PlacedOrder => {
  if (order.status === 'NOT_PLACED') throw broken('ORDER_NOT_FOUND', 'There is no such order');

  return order;
};

export const confirmed = (order: PlacedOrder): Confirmed => {
  if (order.status !== 'CONFIRMED')
    throw broken('ORDER_NOT_CONFIRMED', `The order is ${order.status}`);

  return order;
};

/** Confirmed, and nothing waits for an answer of the inventory. */
export const quiet = (order: PlacedOrder): Confirmed => {
  const current = confirmed(order);
  if (current.lines.some(isPending))
    throw broken('CHANGE_PENDING', 'A change of the order still waits for its answer');

  return current;
};

export const refuseStale = ({ revision }: PlacedOrder, expectedVersion: number | null): void => {
  if (expectedVersion !== null && expectedVersion !== revision + 1)
    throw broken('VERSION_STALE', 'The order is at another version');
};
