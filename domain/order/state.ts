import type { CancellationReason } from './events.js';
import { isPending, isWaitlisted, type Line } from './lines.js';
import type { Payment } from './payment.js';

/** Every event folded so far counts: `revision` is the last one's in `order-<orderId>`. */
type Details = Readonly<{
  orderId: string;
  userId: string;
  idempotencyKey: string;
  requestFingerprint: string;
  currency: string;
  message: string;
  lines: readonly Line[];
  /** Null: a confirmation is final. */
  paymentWindowSeconds: number | null;
  payment: Payment;
  revision: number;
  placedAt: string;
  changedAt: string;
}>;

export type Pending = Details & Readonly<{ status: 'PENDING' }>;

export type Confirmed = Details & Readonly<{ status: 'CONFIRMED' }>;

export type Cancelled = Details & Readonly<{ status: 'CANCELLED'; reason: CancellationReason }>;

export type Shipped = Details & Readonly<{ status: 'SHIPPED' }>;

export type Delivered = Details & Readonly<{ status: 'DELIVERED' }>;

export type NotPlaced = Readonly<{ status: 'NOT_PLACED' }>;

export type PlacedOrder = Pending | Confirmed | Cancelled | Shipped | Delivered;

export type Order = NotPlaced | PlacedOrder;

export const initialState = (): Order => ({ status: 'NOT_PLACED' });

/** Whether an answer of the inventory is on its way; to one on the waitlist none may ever come. */
export const isUnderWay = (order: Order): boolean =>
  order.status === 'PENDING'
    ? !order.lines.some(isWaitlisted)
    : order.status !== 'NOT_PLACED' && order.lines.some(isPending);

/** When it was placed; empty while it waits for units: no pipeline is to blame for that time. */
export const placedAtOf = (order: PlacedOrder): Readonly<{ placedAt?: string }> =>
  isWaiting(order) ? {} : { placedAt: order.placedAt };

/** Whether the order is on the waitlist of a product. */
export const isWaiting = (order: Order): order is Pending =>
  order.status === 'PENDING' && order.lines.some(isWaitlisted);
