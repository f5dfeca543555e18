import type { PlacedOrder } from '../../../domain/order/index.js';
import { problem, type Principal, type Problem } from '../../../platform/http/index.js';
import type { ReadDeps } from './deps.js';

/**
 * The order, folded to its last event. 404 for what does not exist, and for what belongs to
 * somebody else.
 */
export const requireOwnOrder = async (
  { orders }: Pick<ReadDeps, 'orders'>,
  orderId: string,
  principal: Principal,
): Promise<PlacedOrder> => {
  const { state } = await orders.load(orderId, { fresh: true });
  if (state.status === 'NOT_PLACED' || !maySee(principal, state.userId)) throw orderNotFound();

  return state;
};

export const maySee = ({ userId, role }: Principal, ownerId: string): boolean =>
  role === 'admin' || userId === ownerId;

export const orderNotFound = (): Problem =>
  problem(404, 'ORDER_NOT_FOUND', 'There is no such order');
