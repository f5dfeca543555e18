import { assertNever } from '../decider.js';
import type {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderEvent,
  OrderItemAdded,
  OrderItemQuantityChanged,
  OrderItemRefused,
  OrderItemRemoved,
  OrderItemReserved,
  OrderPaid,
  OrderPaymentReminded,
  OrderItemWaitlisted,
  OrderPlaced,
  OrderShipped,
} from './events.js';
import {
  committedLines,
  pendingLine,
  releasedLines,
  withHeld,
  withPlace,
  withRejected,
  withTarget,
} from './lines.js';
import { afterCancellation, noPayment, paidWith, remindedOf } from './payment.js';
import type {
  Cancelled,
  Confirmed,
  Delivered,
  Order,
  Pending,
  PlacedOrder,
  Shipped,
} from './state.js';

export const evolve = (order: Order, event: OrderEvent): Order => {
  if (event.type === 'OrderPlaced') return applyPlaced(event);

  return order.status === 'NOT_PLACED' ? order : evolvePlaced(order, event);
};

export const evolvePlaced = (
  order: PlacedOrder,
  event: Exclude<OrderEvent, OrderPlaced>,
): PlacedOrder => {
  switch (event.type) {
    case 'OrderItemAdded':
    case 'OrderItemQuantityChanged':
    case 'OrderItemRemoved':
      return applyItemTarget(order, event);
    case 'OrderItemReserved':
      return applyItemReserved(order, event);
    case 'OrderItemRefused':
      return applyItemRefused(order, event);
    case 'OrderItemWaitlisted':
      return applyItemWaitlisted(order, event);
    case 'OrderConfirmed':
      return applyConfirmed(order, event);
    case 'OrderCancelled':
      return applyCancelled(order, event);
    case 'OrderShipped':
      return applyShipped(order, event);
    case 'OrderDelivered':
      return applyDelivered(order, event);
    case 'OrderPaid':
      return applyPaid(order, event);
    case 'OrderPaymentReminded':
      return applyPaymentReminded(order, event);
    default:
      return assertNever(event);
  }
};

const applyPlaced = ({ data }: OrderPlaced): Pending => ({
  orderId: data.orderId,
  userId: data.userId,
  idempotencyKey: data.idempotencyKey,
  requestFingerprint: data.requestFingerprint,
  currency: data.currency,
  message: data.message,
  status: 'PENDING',
  lines: data.items.map((item) => pendingLine(item, 0)),
  paymentWindowSeconds: data.paymentWindowSeconds ?? null,
  payment: noPayment,
  revision: 0,
  placedAt: data.placedAt,
  changedAt: data.placedAt,
});

const applyItemTarget = (
  order: PlacedOrder,
  { data: { item, changedAt } }: OrderItemAdded | OrderItemQuantityChanged | OrderItemRemoved,
): PlacedOrder => next(order, changedAt, withTarget(order.lines, item, order.revision + 1));

const applyItemReserved = (
  order: PlacedOrder,
  { data: { itemId, quantity, reservedAt } }: OrderItemReserved,
): PlacedOrder => next(order, reservedAt, withHeld(order.lines, itemId, quantity));

const applyItemWaitlisted = (
  order: PlacedOrder,
  { data: { itemId, place, waitlistedAt } }: OrderItemWaitlisted,
): PlacedOrder => next(order, waitlistedAt, withPlace(order.lines, itemId, place));

/**
 * A line of `OrderPlaced` stays, for the buyer to see; a change falls back to what the line held.
 */
const applyItemRefused = (
  order: PlacedOrder,
  { data: { itemId, held, refusedAt } }: OrderItemRefused,
): PlacedOrder =>
  next(
    order,
    refusedAt,
    order.status === 'PENDING'
      ? withRejected(order.lines, itemId)
      : withHeld(order.lines, itemId, held),
  );

const applyConfirmed = (order: PlacedOrder, { data }: OrderConfirmed): Confirmed => ({
  ...next(order, data.confirmedAt),
  status: 'CONFIRMED',
  payment:
    data.payBy === undefined ? noPayment : { status: 'DUE', payBy: data.payBy, remindedAt: null },
});

const applyPaid = (order: PlacedOrder, { data }: OrderPaid): PlacedOrder => ({
  ...next(order, data.paidAt),
  payment: paidWith(order.payment, data),
});

const applyPaymentReminded = (order: PlacedOrder, { data }: OrderPaymentReminded): PlacedOrder => ({
  ...next(order, data.remindedAt),
  payment: remindedOf(order.payment, data.remindedAt),
});

const applyCancelled = (
  order: PlacedOrder,
  { data: { reason, cancelledAt } }: OrderCancelled,
): Cancelled => ({
  ...next(order, cancelledAt, releasedLines(order.lines)),
  status: 'CANCELLED',
  payment: afterCancellation(order.payment),
  reason,
});

const applyShipped = (order: PlacedOrder, { data }: OrderShipped): Shipped => ({
  ...next(order, data.shippedAt, committedLines(order.lines)),
  status: 'SHIPPED',
});

const applyDelivered = (order: PlacedOrder, { data }: OrderDelivered): Delivered => ({
  ...next(order, data.deliveredAt),
  status: 'DELIVERED',
});

const next = (order: PlacedOrder, changedAt: string, lines = order.lines): PlacedOrder => ({
  ...order,
  lines,
  changedAt,
  revision: order.revision + 1,
});
