import { hash } from 'node:crypto';
import { type OrderedItem, placeOrderRequest } from '../../../contracts/http/orders.js';
import { parse } from '../../../platform/http/index.js';
import { orderIdOf } from './orderIds.js';
import type { PlaceOrderInput } from './placeOrderInput.js';

/** The order that a request describes, before prices are known. */
export type OrderDraft = Readonly<{
  orderId: string;
  lines: readonly OrderedItem[];
  ifSoldOut: 'REFUSE' | 'WAIT';
  requestFingerprint: string;
}>;

/** Throws a 400 for a body that is no order. */
export const toOrderDraft = ({ userId, idempotencyKey, body }: PlaceOrderInput): OrderDraft => {
  const { items, ifSoldOut } = parse(placeOrderRequest, body ?? {});
  const lines = mergeLines(items);

  return {
    orderId: orderIdOf(userId, idempotencyKey),
    lines,
    ifSoldOut,
    requestFingerprint: fingerprintOf(lines, ifSoldOut),
  };
};

/** Lines of one product become one; the order of the products in the request does not matter. */
export const mergeLines = (items: readonly OrderedItem[]): readonly OrderedItem[] => {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of items)
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);

  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
};

/** Returns a SHA-256 (hex): requests with the same lines and the same wish have the same one. */
export const fingerprintOf = (
  lines: readonly OrderedItem[],
  ifSoldOut: OrderDraft['ifSoldOut'] = 'REFUSE',
): string =>
  hash(
    'sha256',
    JSON.stringify([
      ...lines.map(({ productId, quantity }) => [productId, quantity]),
      ...(ifSoldOut === 'WAIT' ? [ifSoldOut] : []),
    ]),
  );
