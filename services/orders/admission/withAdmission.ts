import {
  isUnderWay,
  type Order,
  type OrderCommand,
  type OrderEvent,
} from '../../../domain/order/index.js';
import type { IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { Admission } from './admission.js';

type OrderHandler = IdempotentHandler<Order, OrderCommand, OrderEvent>;

/** Returns the same handler, which notes the orders that it places and decides. */
export const withAdmission = (
  orders: OrderHandler,
  { noteAccepted, noteDecided }: Pick<Admission, 'noteAccepted' | 'noteDecided'>,
): OrderHandler => ({
  ...orders,
  handle: async (orderId, command, context) => {
    const handled = await orders.handle(orderId, command, context);
    if (!isUnderWay(handled.state)) noteDecided(orderId);
    else if (command.type === 'PlaceOrder' && handled.events.length > 0) noteAccepted(orderId);

    return handled;
  },
});
