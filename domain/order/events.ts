import type { Event } from '../decider.js';

export const everyOrderStatus = [
  'PENDING',
  'CONFIRMED',
  'CANCELLED',
  'SHIPPED',
  'DELIVERED',
] as const;

export type OrderStatus = (typeof everyOrderStatus)[number];

export const everyInventoryStatus = [
  'PENDING',
  'RESERVED',
  'REJECTED',
  'RELEASED',
  'COMMITTED',
  'WAITLISTED',
] as const;

export type InventoryStatus = (typeof everyInventoryStatus)[number];

export const lineRefusalReasons = [
  'OUT_OF_STOCK',
  'LIMIT_PER_CUSTOMER',
  'SALE_NOT_STARTED',
  'SALE_ENDED',
  'PRODUCT_WITHDRAWN',
] as const;

/** Why the inventory refused a line. */
export type LineRefusalReason = (typeof lineRefusalReasons)[number];

export const cancellationReasons = [
  ...lineRefusalReasons,
  'CANCELLED_BY_CUSTOMER',
  'CANCELLED_BY_ADMIN',
  'PAYMENT_EXPIRED',
] as const;

export type CancellationReason = (typeof cancellationReasons)[number];

/** `unitPrice` is in integer minor units, the price when the line was placed. */
export type OrderLine = Readonly<{
  itemId: string;
  productId: string;
  name: string;
  quantity: number;
  unitPrice: number;
}>;

export type LineStatus = Readonly<{
  itemId: string;
  productId: string;
  quantity: number;
  inventoryStatus: InventoryStatus;
}>;

export const everyPaymentStatus = ['NONE', 'DUE', 'PAID'] as const;

export type PaymentStatus = (typeof everyPaymentStatus)[number];

/** `paidAt` is absent while the payment is due. */
export type PaymentSnapshot = Readonly<{
  status: Exclude<PaymentStatus, 'NONE'>;
  payBy: string;
  paidAt?: string;
}>;

/** What the buyer is told after the event. */
export type StatusSnapshot = Readonly<{
  status: OrderStatus;
  inventoryStatus: InventoryStatus;
  items: readonly LineStatus[];
  totalAmount: number;
  /** Absent where nothing is due and nothing was paid. */
  payment?: PaymentSnapshot;
}>;

type OfOrder = Readonly<{ orderId: string; userId: string }>;

export type OrderPlaced = Event<
  'OrderPlaced',
  OfOrder & {
    idempotencyKey: string;
    /** SHA-256 (hex) of the validated request. */
    requestFingerprint: string;
    items: readonly OrderLine[];
    totalAmount: number;
    currency: string;
    /** The `message` of the answer; a replay gives the same. */
    message: string;
    /** The smallest one of the products. Absent: the order is not paid here. */
    paymentWindowSeconds?: number;
    /** The order waits when there are too few units. Absent: it is refused then. */
    ifSoldOut?: 'WAIT';
    placedAt: string;
  }
>;

/** `totalAmount` is the order's, with the change in it. */
/** `currency` is that of the order; the first releases did not repeat it here. */
type Amendment = OfOrder & Readonly<{ totalAmount: number; currency?: string; changedAt: string }>;

export type OrderItemAdded = Event<'OrderItemAdded', Amendment & { item: OrderLine }>;

export type OrderItemQuantityChanged = Event<
  'OrderItemQuantityChanged',
  Amendment & { item: OrderLine }
>;

/** `item.quantity` is 0. */
export type OrderItemRemoved = Event<'OrderItemRemoved', Amendment & { item: OrderLine }>;

/**
 * The inventory's answer to the line's target of `orderRevision`, with the receipt of its decision.
 */
type ItemDecision = OfOrder &
  Readonly<{
    itemId: string;
    productId: string;
    orderRevision: number;
    inventoryRevision: number;
    available: number;
    /** Present when the order was confirmed already: the outcome of an item change. */
    outcome: StatusSnapshot | null;
  }>;

/** The line holds `quantity` units; 0 when it was removed. */
export type OrderItemReserved = Event<
  'OrderItemReserved',
  ItemDecision & { quantity: number; reservedAt: string }
>;

export type OrderItemRefused = Event<
  'OrderItemRefused',
  ItemDecision & { requested: number; held: number; reason: LineRefusalReason; refusedAt: string }
>;

/** The line waits for `requested` units at `place` of the product's waitlist. */
export type OrderItemWaitlisted = Event<
  'OrderItemWaitlisted',
  OfOrder & {
    itemId: string;
    productId: string;
    orderRevision: number;
    inventoryRevision: number;
    available: number;
    requested: number;
    place: number;
    snapshot: StatusSnapshot;
    placedAt: string;
    waitlistedAt: string;
  }
>;

/**
 * `placedAt` is that of the order, absent when the order waited for units; the first releases did
 * not repeat it here.
 */
type Decision = OfOrder & Readonly<{ snapshot: StatusSnapshot; placedAt?: string }>;

/** The order is paid before `payBy`, or cancelled then; without it the confirmation is final. */
export type OrderConfirmed = Event<
  'OrderConfirmed',
  Decision & { payBy?: string; confirmedAt: string }
>;

export type OrderCancelled = Event<
  'OrderCancelled',
  Decision & { reason: CancellationReason; cancelledAt: string }
>;

export type OrderShipped = Event<
  'OrderShipped',
  OfOrder & { snapshot: StatusSnapshot; shippedAt: string }
>;

export type OrderDelivered = Event<
  'OrderDelivered',
  OfOrder & { snapshot: StatusSnapshot; deliveredAt: string }
>;

/** `reference` is the payment's at its provider; `amount` in integer minor units. */
export type OrderPaid = Event<
  'OrderPaid',
  OfOrder & { snapshot: StatusSnapshot; reference: string; amount: number; paidAt: string }
>;

/** The buyer is told that `payBy` is near: once, whoever finds it. */
export type OrderPaymentReminded = Event<
  'OrderPaymentReminded',
  OfOrder & { snapshot: StatusSnapshot; payBy: string; remindedAt: string }
>;

export type OrderEvent =
  | OrderPlaced
  | OrderItemAdded
  | OrderItemQuantityChanged
  | OrderItemRemoved
  | OrderItemReserved
  | OrderItemRefused
  | OrderItemWaitlisted
  | OrderConfirmed
  | OrderCancelled
  | OrderShipped
  | OrderDelivered
  | OrderPaid
  | OrderPaymentReminded;
