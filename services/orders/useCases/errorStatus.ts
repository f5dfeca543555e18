import type { OrderErrorCode } from '../../../domain/order/index.js';
import { createErrorTranslator } from '../../../platform/http/index.js';

/** Every rule that an order can break, as HTTP says it. */
export const statusOf: Readonly<Record<OrderErrorCode, number>> = {
  ORDER_NOT_FOUND: 404,
  ITEM_NOT_FOUND: 404,
  IDEMPOTENCY_KEY_REUSED: 422,
  ORDER_NOT_CONFIRMED: 409,
  ORDER_NOT_CANCELLABLE: 409,
  ORDER_NOT_SHIPPED: 409,
  CHANGE_PENDING: 409,
  PRICE_CHANGED: 409,
  LAST_ITEM: 409,
  TOO_MANY_ITEMS: 409,
  VERSION_STALE: 412,
  QUANTITY_OUT_OF_RANGE: 400,
  REASON_MISSING: 400,
  ALREADY_PAID: 409,
  AMOUNT_MISMATCH: 409,
  NOT_PAID: 409,
  PAYMENT_NOT_DUE: 409,
  PAYMENT_WINDOW_CLOSED: 409,
  PAYMENT_WINDOW_SHORTER: 409,
  PLACE_MISSING: 400,
  WAITLIST_ONE_LINE: 400,
};

/** A broken rule as a problem document; null for any other error. */
export const translateError = createErrorTranslator(statusOf, {
  CHANGE_PENDING: { 'Retry-After': '1' },
});
