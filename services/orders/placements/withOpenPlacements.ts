import type { Order, OrderCommand, OrderEvent } from '../../../domain/order/index.js';
import type { IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { OpenPlacements } from './openPlacements.js';

type OrderHandler = IdempotentHandler<Order, OrderCommand, OrderEvent>;

/** Returns the same handler, whose placings are tracked until they have an outcome. */
export const withOpenPlacements = (
  orders: OrderHandler,
  { track }: Pick<OpenPlacements, 'track'>,
): OrderHandler => ({
  ...orders,
  handle: (orderId, command, context) => {
    const handled = orders.handle(orderId, command, context);

    return command.type === 'PlaceOrder' ? track(orderId, handled) : handled;
  },
});
