import type { Request } from 'express';
import type { OrderCommand, PlacedOrder } from '../../../domain/order/index.js';
import { commandContextOf, type HttpAnswer, type Principal } from '../../../platform/http/index.js';
import { orderNotFound, requireOwnOrder } from '../readSide/requireOwnOrder.js';
import { changedAnswer } from './changedAnswer.js';
import type { Deps } from './deps.js';

type Change = Readonly<{
  orderId: string;
  principal: Principal;
  body: unknown;
  message: string;
  toCommand: (order: PlacedOrder) => OrderCommand | Promise<OrderCommand>;
}>;

/** What all changes of an order have in common: whose it is, the command, its new state. */
export const changeOrder = async (
  deps: Deps,
  request: Request,
  { orderId, principal, body, message, toCommand }: Change,
): Promise<HttpAnswer> => {
  const order = await requireOwnOrder(deps, orderId, principal);
  const context = commandContextOf(request, body);
  // A replay comes before anything that the command needs, such as a product that was withdrawn
  // meanwhile.
  const result =
    (await deps.orders.repeat(orderId, context)) ??
    (await deps.orders.handle(orderId, await toCommand(order), context));
  if (result.state.status === 'NOT_PLACED') throw orderNotFound();

  return changedAnswer(message, result.state, result);
};
