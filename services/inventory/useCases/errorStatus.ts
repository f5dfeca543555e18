import type { InventoryErrorCode } from '../../../domain/inventory/index.js';
import type { ProductNameErrorCode } from '../../../domain/productName/index.js';
import { createErrorTranslator } from '../../../platform/http/index.js';

type ErrorCode = InventoryErrorCode | ProductNameErrorCode | 'IDEMPOTENCY_KEY_REUSED';

/** Every rule that a product can break, as HTTP says it. */
export const statusOf: Readonly<Record<ErrorCode, number>> = {
  PRODUCT_NOT_FOUND: 404,
  RESERVATION_NOT_FOUND: 404,
  SKU_TAKEN: 409,
  NAME_TAKEN: 409,
  STOCK_BELOW_RESERVED: 409,
  OUT_OF_STOCK: 409,
  RESERVATION_RELEASED: 409,
  VERSION_STALE: 412,
  RESERVATION_MISMATCH: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  SALE_WINDOW_INVALID: 400,
  ORIGINAL_PRICE_INVALID: 400,
  STOCK_OUT_OF_RANGE: 400,
};

/** A broken rule as a problem document; null for any other error. */
export const translateError = createErrorTranslator(statusOf);
