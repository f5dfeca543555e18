import type { Event } from '../decider.js';

export const refusalReasons = [
  'OUT_OF_STOCK',
  'LIMIT_PER_CUSTOMER',
  'SALE_NOT_STARTED',
  'SALE_ENDED',
  'PRODUCT_WITHDRAWN',
] as const;

/** Why the inventory said no to a line of an order. */
export type RefusalReason = (typeof refusalReasons)[number];

/** Units of the product after the event: all of them, and those that nobody holds. */
export type StockLevel = Readonly<{ onHand: number; available: number }>;

/**
 * Whose units an event is about. Manual reservations have `orderId` `manual:<id>`, no item, no
 * user, revision 0.
 */
export type ReservedLine = Readonly<{
  productId: string;
  orderId: string;
  itemId: string | null;
  /** The revision in `order-<orderId>` that set the target decided here. */
  orderRevision: number;
}>;

export type SaleTerms = Readonly<{
  maxPerCustomer: number | null;
  saleStartsAt: string | null;
  saleEndsAt: string | null;
  /** How long a confirmed order may wait for its payment; null: it is not paid here. */
  paymentWindowSeconds: number | null;
}>;

/** The first releases had no payment window: without it there is none, or the one from before. */
type StoredTerms = Omit<SaleTerms, 'paymentWindowSeconds'> &
  Readonly<{ paymentWindowSeconds?: number | null }>;

/** Prices are integer minor units. */
export type ProductAdded = Event<
  'ProductAdded',
  StoredTerms & {
    productId: string;
    sku: string;
    name: string;
    description: string | null;
    category: string;
    price: number;
    originalPrice: number | null;
    currency: string;
    addedAt: string;
  }
>;

export type ProductDetailsChanged = Event<
  'ProductDetailsChanged',
  {
    productId: string;
    name: string;
    description: string | null;
    category: string;
    changedAt: string;
  }
>;

export type ProductPriceChanged = Event<
  'ProductPriceChanged',
  { productId: string; price: number; originalPrice: number | null; changedAt: string }
>;

export type SaleTermsChanged = Event<
  'SaleTermsChanged',
  StoredTerms & { productId: string; changedAt: string }
>;

/** The product did not take a name in time that it had claimed: another may have it now. */
export type NameClaimRevoked = Event<
  'NameClaimRevoked',
  { productId: string; name: string; revokedAt: string }
>;

export type ProductWithdrawn = Event<
  'ProductWithdrawn',
  { productId: string; withdrawnAt: string }
>;

export type StockReceived = Event<
  'StockReceived',
  StockLevel & { productId: string; quantity: number; receivedAt: string }
>;

/** A correction downwards, or a count: `change` is signed. */
export type StockAdjusted = Event<
  'StockAdjusted',
  StockLevel & { productId: string; change: number; adjustedAt: string }
>;

/** `place` is the one on the waitlist that the line leaves with the event; absent: it had none. */
type FromWaitlist = Readonly<{ place?: number }>;

/** The line now holds `quantity` units; `change` (signed) of them moved with this event. */
export type StockReserved = Event<
  'StockReserved',
  ReservedLine &
    StockLevel &
    FromWaitlist & { userId: string | null; quantity: number; change: number; reservedAt: string }
>;

/**
 * The line waits for `requested` units and holds none. Places of a product count from 1; none is
 * given twice.
 */
export type ReservationWaitlisted = Event<
  'ReservationWaitlisted',
  ReservedLine &
    StockLevel & { userId: string | null; requested: number; place: number; waitlistedAt: string }
>;

/** The line wanted `requested` units and keeps the `held` ones that it had. */
export type ReservationRefused = Event<
  'ReservationRefused',
  ReservedLine &
    StockLevel &
    FromWaitlist & { requested: number; held: number; reason: RefusalReason; refusedAt: string }
>;

export const releaseCauses = ['LINE_REMOVED', 'ORDER_CANCELLED', 'MANUAL'] as const;

export type ReleaseCause = (typeof releaseCauses)[number];

/**
 * `quantity` units are free again; 0 is a tombstone, which makes a late reservation of the line
 * stale.
 */
export type ReservationReleased = Event<
  'ReservationReleased',
  ReservedLine &
    StockLevel &
    FromWaitlist & { quantity: number; cause: ReleaseCause; releasedAt: string }
>;

/** The held units left the house with their order. */
export type ReservationCommitted = Event<
  'ReservationCommitted',
  ReservedLine & StockLevel & { quantity: number; committedAt: string }
>;

export type InventoryEvent =
  | ProductAdded
  | ProductDetailsChanged
  | ProductPriceChanged
  | SaleTermsChanged
  | NameClaimRevoked
  | ProductWithdrawn
  | StockReceived
  | StockAdjusted
  | StockReserved
  | ReservationWaitlisted
  | ReservationRefused
  | ReservationReleased
  | ReservationCommitted;
