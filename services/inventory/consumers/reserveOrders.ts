import type { SetReservation } from '../../../domain/inventory/index.js';
import {
  type Effect,
  messageContextOf,
  type ReceivedMessage,
  settle,
} from '../../../platform/messaging/index.js';
import type { Parts } from '../parts.js';

type Ordered = ReceivedMessage<'order.created'>;

/**
 * Topic `order.created`: every line's target becomes a SetReservation. All lines of a batch are sent at once, so
 * that the lines of one product meet in its mailbox and are decided in one append.
 */
export const reserveOrders =
  (parts: Pick<Parts, 'products' | 'now'>) =>
  (batch: readonly Ordered[]): Promise<void> =>
    settle(batch.flatMap((message) => reserveLines(parts, message)));

const reserveLines = (
  { products, now }: Pick<Parts, 'products' | 'now'>,
  message: Ordered,
): Effect[] =>
  toCommands(message, now()).map((command) => {
    const { productId, itemId } = command.data;

    return {
      message,
      begin: () => products.handle(productId, command, messageContextOf(message, itemId)),
    };
  });

const toCommands = (
  { value: { orderId, userId, orderRevision, placedAt, items } }: Ordered,
  now: string,
): SetReservation[] =>
  items.map(({ itemId, productId, quantity }) => ({
    type: 'SetReservation',
    data: { productId, orderId, itemId, orderRevision, userId, quantity, placedAt, now },
  }));
