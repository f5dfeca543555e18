import type { Command } from '../decider.js';
import type { SaleTerms } from './events.js';

/** Every command names its product and the time at which it was accepted (ISO 8601 UTC). */
type OfProduct = Readonly<{ productId: string; now: string }>;

type OfLine = OfProduct & Readonly<{ orderId: string; itemId: string; orderRevision: number }>;

/**
 * Prices are integer minor units; `stock` is what is on hand from the start. Refused unless
 * `expectedVersion` is that of the product to be: else its claim of the name was revoked.
 */
export type AddProduct = Command<
  'AddProduct',
  OfProduct &
    SaleTerms & {
      sku: string;
      name: string;
      description: string | null;
      category: string;
      price: number;
      originalPrice: number | null;
      currency: string;
      stock: number;
      expectedVersion: number;
    }
>;

/** Absent fields stay as they are; refused unless `expectedVersion` is the product's version. */
export type ChangeProduct = Command<
  'ChangeProduct',
  OfProduct &
    Partial<SaleTerms> & {
      expectedVersion: number;
      name?: string;
      description?: string | null;
      category?: string;
      price?: number;
      originalPrice?: number | null;
    }
>;

/**
 * The product, at this version, has claimed the name and does not have it: what was to take it
 * afterwards is refused, and the name can be given away.
 */
export type RevokeNameClaim = Command<
  'RevokeNameClaim',
  OfProduct & { name: string; expectedVersion: number }
>;

export type WithdrawProduct = Command<'WithdrawProduct', OfProduct>;

export type AdjustStock = Command<'AdjustStock', OfProduct & { adjustment: number }>;

export type SetStock = Command<'SetStock', OfProduct & { stock: number }>;

/**
 * The line shall hold `quantity` units: a target, not a delta. 0 removes the line. A line that
 * holds none may wait for them when there are too few; else it is refused.
 */
export type SetReservation = Command<
  'SetReservation',
  OfLine & { userId: string; quantity: number; placedAt: string; ifSoldOut?: 'REFUSE' | 'WAIT' }
>;

/** The order was cancelled: free what the line holds, and let nothing late reserve for it. */
export type ReleaseReservation = Command<'ReleaseReservation', OfLine>;

/** The order was shipped: what the line holds leaves the stock. */
export type CommitReservation = Command<'CommitReservation', OfLine>;

/** Whoever waits gets what is free: to go on where one decision could not hand over all of it. */
export type ServeWaitlist = Command<'ServeWaitlist', OfProduct>;

export type ReserveManually = Command<
  'ReserveManually',
  OfProduct & { reservationId: string; quantity: number }
>;

export type ReleaseManually = Command<'ReleaseManually', OfProduct & { reservationId: string }>;

export type InventoryCommand =
  | AddProduct
  | ChangeProduct
  | RevokeNameClaim
  | WithdrawProduct
  | AdjustStock
  | SetStock
  | SetReservation
  | ReleaseReservation
  | CommitReservation
  | ServeWaitlist
  | ReserveManually
  | ReleaseManually;
