import { hash } from 'node:crypto';
import type { OrderedItem } from '../../../contracts/http/orders.js';
import { createNameUuid } from '../../../platform/identifiers/index.js';

const orderUuid = createNameUuid('6f1a7c0e-3b52-5d0a-9a57-2f4e8c9d1b60');

/** The same user and Idempotency-Key always name the same order: its stream is the idempotency table. */
export const orderIdOf = (userId: string, idempotencyKey: string): string =>
  orderUuid(`${userId}${idempotencyKey}`);

/** An order has one line per product. */
export const itemIdOf = (orderId: string, productId: string): string =>
  createNameUuid(orderId)(productId);

/** Lines of one product become one; the order of the products in the request does not matter. */
export const mergeLines = (items: readonly OrderedItem[]): readonly OrderedItem[] => {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of items)
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);

  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
};

/** SHA-256 (hex) of what was asked for: equal fingerprints are the same request. */
export const fingerprintOf = (lines: readonly OrderedItem[]): string =>
  hash('sha256', JSON.stringify(lines.map(({ productId, quantity }) => [productId, quantity])));
