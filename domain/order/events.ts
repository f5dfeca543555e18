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

/** What the buyer is told after the event. */
export type StatusSnapshot = Readonly<{
  status: OrderStatus;
  inventoryStatus: InventoryStatus;
  items: readonly LineStatus[];
  totalAmount: number;
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

/** `placedAt` is that of the order; the first releases did not repeat it here. */
type Decision = OfOrder & Readonly<{ snapshot: StatusSnapshot; placedAt?: string }>;

export type OrderConfirmed = Event<'OrderConfirmed', Decision & { confirmedAt: string }>;

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

export type OrderEvent =
  | OrderPlaced
  | OrderItemAdded
  | OrderItemQuantityChanged
  | OrderItemRemoved
  | OrderItemReserved
  | OrderItemRefused
  | OrderConfirmed
  | OrderCancelled
  | OrderShipped
  | OrderDelivered;
