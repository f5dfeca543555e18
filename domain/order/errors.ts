import { DomainError } from '../decider.js';

export type OrderErrorCode =
  | 'ORDER_NOT_FOUND'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'ORDER_NOT_CONFIRMED'
  | 'ORDER_NOT_CANCELLABLE'
  | 'ORDER_NOT_SHIPPED'
  | 'CHANGE_PENDING'
  | 'VERSION_STALE'
  | 'PRICE_CHANGED'
  | 'ITEM_NOT_FOUND'
  | 'LAST_ITEM'
  | 'TOO_MANY_ITEMS'
  | 'QUANTITY_OUT_OF_RANGE'
  | 'REASON_MISSING'
  | 'ALREADY_PAID'
  | 'AMOUNT_MISMATCH'
  | 'NOT_PAID'
  | 'PAYMENT_NOT_DUE'
  | 'PAYMENT_WINDOW_CLOSED'
  | 'PAYMENT_WINDOW_SHORTER'
  | 'PLACE_MISSING'
  | 'WAITLIST_ONE_LINE';

export const ruleBroken = (code: OrderErrorCode, message: string): DomainError<OrderErrorCode> =>
  new DomainError(code, message);
