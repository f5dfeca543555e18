import type { OrderCreated } from '../../../contracts/messages/index.js';
import type { SetReservation } from '../../../domain/inventory/index.js';

/** Every line's target becomes a SetReservation. `now` is ISO 8601 UTC. */
export const reserveLines = (
  { orderId, userId, orderRevision, placedAt, items, ifSoldOut }: OrderCreated,
  now: string,
): SetReservation[] =>
  items.map(({ itemId, productId, quantity }) => ({
    type: 'SetReservation',
    data: {
      productId,
      orderId,
      itemId,
      orderRevision,
      userId,
      quantity,
      placedAt,
      ...(ifSoldOut !== undefined && { ifSoldOut }),
      now,
    },
  }));
