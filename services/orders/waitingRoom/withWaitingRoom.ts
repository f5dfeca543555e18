import type { Order, OrderCommand, OrderEvent } from '../../../domain/order/index.js';
import type { IdempotentHandler } from '../../../platform/commandHandling/index.js';
import type { TakenUnits } from './takenUnits.js';

type OrderHandler = IdempotentHandler<Order, OrderCommand, OrderEvent>;

/** Returns the same handler, whose placings decide about the units that were taken for them. */
export const withWaitingRoom = (
  orders: OrderHandler,
  { follow }: Pick<TakenUnits, 'follow'>,
): OrderHandler => ({
  ...orders,
  handle: (orderId, command, context) => {
    const handled = orders.handle(orderId, command, context);
    if (command.type === 'PlaceOrder')
      void follow(
        orderId,
        handled.then(({ events: [first] }) =>
          first?.type === 'OrderPlaced' ? first.position : null,
        ),
      );

    return handled;
  },
});
