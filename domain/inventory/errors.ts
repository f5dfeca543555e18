import { DomainError } from '../decider.js';

export type InventoryErrorCode =
  | 'PRODUCT_NOT_FOUND'
  | 'SKU_TAKEN'
  | 'NAME_TAKEN'
  | 'VERSION_STALE'
  | 'SALE_WINDOW_INVALID'
  | 'ORIGINAL_PRICE_INVALID'
  | 'STOCK_BELOW_RESERVED'
  | 'STOCK_OUT_OF_RANGE'
  | 'OUT_OF_STOCK'
  | 'RESERVATION_MISMATCH'
  | 'RESERVATION_RELEASED'
  | 'RESERVATION_NOT_FOUND';

export const ruleBroken = (
  code: InventoryErrorCode,
  message: string,
): DomainError<InventoryErrorCode> => new DomainError(code, message);
