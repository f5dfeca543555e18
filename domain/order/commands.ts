import type { Command } from '../decider.js';
import type { OrderLine, LineRefusalReason } from './events.js';

/** Every command names its order and the time at which it was accepted (ISO 8601 UTC). */
type OfOrder = Readonly<{ orderId: string; now: string }>;

/**
 * Lines are merged per product beforehand and carry the price of this moment, in integer minor
 * units.
 */
export type PlaceOrder = Command<
  'PlaceOrder',
  OfOrder & {
    userId: string;
    idempotencyKey: string;
    requestFingerprint: string;
    items: readonly OrderLine[];
    currency: string;
    /** The smallest one of the products; null when none has one. */
    paymentWindowSeconds: number | null;
    /** Absent: refuse. An order that may wait has one line. */
    ifSoldOut?: 'REFUSE' | 'WAIT';
  }
>;

/** The inventory's answer to the target that the line had at `orderRevision`. */
export type InventoryAnswer = Readonly<{
  itemId: string;
  productId: string;
  orderRevision: number;
  /** The target that was decided. */
  quantity: number;
  result: 'RESERVED' | 'REJECTED' | 'RELEASED' | 'WAITLISTED';
  reason: LineRefusalReason | null;
  held: number;
  inventoryRevision: number;
  available: number;
  /** On the waitlist, of a line that waits. */
  place?: number | undefined;
}>;

export type RecordInventoryResult = Command<
  'RecordInventoryResult',
  OfOrder & { answers: readonly InventoryAnswer[] }
>;

export type CancelOrder = Command<'CancelOrder', OfOrder & { by: 'CUSTOMER' | 'ADMIN' }>;

/** Nothing is handed over any more: whoever waits still is cancelled. */
export type EndWaiting = Command<
  'EndWaiting',
  OfOrder & { reason: 'SALE_ENDED' | 'PRODUCT_WITHDRAWN' }
>;

/** A product that the order has already raises its line. The payment window is the product's. */
export type AddItem = Command<
  'AddItem',
  OfOrder & { item: OrderLine; paymentWindowSeconds: number | null }
>;

export type ChangeItemQuantity = Command<
  'ChangeItemQuantity',
  OfOrder & { itemId: string; quantity: number }
>;

export type RemoveItem = Command<'RemoveItem', OfOrder & { itemId: string }>;

/** Refused unless `expectedVersion` (null: any) is the order's version. */
export type ShipOrder = Command<'ShipOrder', OfOrder & { expectedVersion: number | null }>;

export type DeliverOrder = Command<'DeliverOrder', OfOrder & { expectedVersion: number | null }>;

/** `reference` is the payment's at its provider; `amount` in integer minor units. */
export type RecordPayment = Command<
  'RecordPayment',
  OfOrder & { reference: string; amount: number }
>;

/** Cancels the order when it was not paid in time. */
export type ExpirePayment = Command<'ExpirePayment', OfOrder>;

/** Tells the buyer once that the time to pay runs out. */
export type RemindOfPayment = Command<'RemindOfPayment', OfOrder>;

export type OrderCommand =
  | PlaceOrder
  | RecordInventoryResult
  | CancelOrder
  | EndWaiting
  | AddItem
  | ChangeItemQuantity
  | RemoveItem
  | ShipOrder
  | DeliverOrder
  | RecordPayment
  | ExpirePayment
  | RemindOfPayment;
