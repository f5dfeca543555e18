import type { SetReservation } from '../../../domain/inventory/index.js';
import type { ReceivedMessage } from '../../../platform/messaging/index.js';
import { perLine } from './perLine.js';

type Ordered = ReceivedMessage<'order.created'>;

const toCommands = (
  { value: { orderId, userId, orderRevision, placedAt, items } }: Ordered,
  now: string,
): SetReservation[] =>
  items.map(({ itemId, productId, quantity }) => ({
    type: 'SetReservation',
    data: { productId, orderId, itemId, orderRevision, userId, quantity, placedAt, now },
  }));

/** Topic `order.created`: every line's target becomes a SetReservation. */
export const reserveOrders = perLine(toCommands);
