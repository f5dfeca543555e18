import type { PlaceOrder } from '../commands.js';
import { broken } from '../errors.js';
import type { OrderPlaced } from '../events.js';
import { totalOf } from '../lines.js';
import type { Order } from '../state.js';
import { refuseLineCount, refuseQuantity } from './limits.js';

const message = 'Your order was placed. We are reserving your items.';

/** The key comes first: a request that has its order is a repeat, whatever else holds. */
export const placeOrder = ({ data }: PlaceOrder, order: Order): OrderPlaced[] => {
  if (order.status !== 'NOT_PLACED') {
    if (
      data.idempotencyKey === order.idempotencyKey &&
      data.requestFingerprint === order.requestFingerprint
    )
      return [];

    throw broken('IDEMPOTENCY_KEY_REUSED', 'The key belongs to another request');
  }
  refuseLineCount(data.items.length);
  for (const { quantity } of data.items) refuseQuantity(quantity);
  const { now, ...details } = data;
  const totalAmount = totalOf(data.items);

  return [{ type: 'OrderPlaced', data: { totalAmount, message, placedAt: now, ...details } }];
};
