import type { CancellationReason } from './events.js';
import { isPending, type Line } from './lines.js';
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

/** Whether the order waits for an answer of the inventory. */
export const isUnderWay = (order: Order): boolean =>
  order.status === 'PENDING' || (order.status !== 'NOT_PLACED' && order.lines.some(isPending));
