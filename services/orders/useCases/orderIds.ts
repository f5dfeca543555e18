import { createNameUuid } from '../../../platform/identifiers/index.js';

const orderUuid = createNameUuid('6f1a7c0e-3b52-5d0a-9a57-2f4e8c9d1b60');

/**
 * The same user and Idempotency-Key always name the same order: its stream is the idempotency
 * table.
 */
export const orderIdOf = (userId: string, idempotencyKey: string): string =>
  orderUuid(`${userId}${idempotencyKey}`);

/** An order has one line per product. */
export const itemIdOf = (orderId: string, productId: string): string =>
  createNameUuid(orderId)(productId);
