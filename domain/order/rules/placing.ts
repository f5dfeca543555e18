import type { PlaceOrder } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { OrderPlaced } from '../events.js';
import { totalOf } from '../lines.js';
import type { Order, PlacedOrder } from '../state.js';
import { requireLineCount, requireQuantity } from './lineBounds.js';

const message = 'Your order was placed. We are reserving your items.';

/** The key comes first: a request that has its order is a repeat, whatever else holds. */
export const placeOrder = ({ data }: PlaceOrder, order: Order): OrderPlaced[] => {
  if (order.status !== 'NOT_PLACED') {
    requireSameRequest(data, order);

    return [];
  }
  requireLineCount(data.items.length);
  if (data.ifSoldOut === 'WAIT' && data.items.length > 1)
    throw ruleBroken('WAITLIST_ONE_LINE', 'An order that may wait has one line');
  for (const { quantity } of data.items) requireQuantity(quantity);

  return [orderPlaced(data)];
};

const requireSameRequest = (
  { idempotencyKey, requestFingerprint }: PlaceOrder['data'],
  order: PlacedOrder,
): void => {
  if (idempotencyKey !== order.idempotencyKey || requestFingerprint !== order.requestFingerprint)
    throw ruleBroken('IDEMPOTENCY_KEY_REUSED', 'The key belongs to another request');
};

const orderPlaced = ({
  now,
  paymentWindowSeconds: seconds,
  ifSoldOut,
  ...details
}: PlaceOrder['data']): OrderPlaced => ({
  type: 'OrderPlaced',
  data: {
    totalAmount: totalOf(details.items),
    message,
    placedAt: now,
    ...details,
    ...(seconds !== null && { paymentWindowSeconds: seconds }),
    ...(ifSoldOut === 'WAIT' && { ifSoldOut }),
  },
});
