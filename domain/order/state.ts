import { assertNever } from '../decider.js';
import type { CancellationReason, OrderEvent, OrderPlaced } from './events.js';
import {
  committedLines,
  isPending,
  type Line,
  pendingLine,
  releasedLines,
  withHeld,
  withRejected,
  withTarget,
} from './lines.js';

/** Every event folded so far counts: `revision` is the last one's in `order-<orderId>`. */
type Details = Readonly<{
  orderId: string;
  userId: string;
  idempotencyKey: string;
  requestFingerprint: string;
  currency: string;
  message: string;
  lines: readonly Line[];
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

export const evolve = (order: Order, event: OrderEvent): Order => {
  if (event.type === 'OrderPlaced') return placed(event);

  return order.status === 'NOT_PLACED' ? order : evolvePlaced(order, event);
};

const placed = ({ data }: OrderPlaced): Pending => ({
  orderId: data.orderId,
  userId: data.userId,
  idempotencyKey: data.idempotencyKey,
  requestFingerprint: data.requestFingerprint,
  currency: data.currency,
  message: data.message,
  status: 'PENDING',
  lines: data.items.map((item) => pendingLine(item, 0)),
  revision: 0,
  placedAt: data.placedAt,
  changedAt: data.placedAt,
});

export const evolvePlaced = (
  order: PlacedOrder,
  event: Exclude<OrderEvent, OrderPlaced>,
): PlacedOrder => {
  const { lines, revision } = order;

  switch (event.type) {
    case 'OrderItemAdded':
    case 'OrderItemQuantityChanged':
    case 'OrderItemRemoved':
      return next(order, event.data.changedAt, withTarget(lines, event.data.item, revision + 1));
    case 'OrderItemReserved':
      return next(
        order,
        event.data.reservedAt,
        withHeld(lines, event.data.itemId, event.data.quantity),
      );
    case 'OrderItemRefused':
      return next(order, event.data.refusedAt, refused(order, event.data));
    case 'OrderConfirmed':
      return { ...next(order, event.data.confirmedAt), status: 'CONFIRMED' };
    case 'OrderCancelled': {
      const { reason, cancelledAt } = event.data;

      return { ...next(order, cancelledAt, releasedLines(lines)), status: 'CANCELLED', reason };
    }
    case 'OrderShipped':
      return { ...next(order, event.data.shippedAt, committedLines(lines)), status: 'SHIPPED' };
    case 'OrderDelivered':
      return { ...next(order, event.data.deliveredAt), status: 'DELIVERED' };
    default:
      return assertNever(event);
  }
};

const next = (order: PlacedOrder, changedAt: string, lines = order.lines): PlacedOrder => ({
  ...order,
  lines,
  changedAt,
  revision: order.revision + 1,
});

/** A line of `OrderPlaced` stays, for the buyer to see; a change falls back to what the line held. */
const refused = (
  { status, lines }: PlacedOrder,
  { itemId, held }: Readonly<{ itemId: string; held: number }>,
): readonly Line[] =>
  status === 'PENDING' ? withRejected(lines, itemId) : withHeld(lines, itemId, held);
