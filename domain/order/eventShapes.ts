import { asStored, type EventShapes } from '../eventShapes.js';
import { count, list, nullable, oneOf, optional, record, text, time, uuid } from '../shapes.js';
import {
  cancellationReasons,
  everyInventoryStatus,
  lineRefusalReasons,
  type OrderEvent,
  everyOrderStatus,
} from './events.js';

const ofOrder = { orderId: uuid, userId: uuid };

const orderLine = record({
  itemId: uuid,
  productId: uuid,
  name: text,
  quantity: count,
  unitPrice: count,
});

const inventoryStatus = oneOf(...everyInventoryStatus);

const statusSnapshot = record({
  status: oneOf(...everyOrderStatus),
  inventoryStatus,
  items: list(record({ itemId: uuid, productId: uuid, quantity: count, inventoryStatus })),
  totalAmount: count,
  payment: optional(record({ status: oneOf('DUE', 'PAID'), payBy: time, paidAt: optional(time) })),
});

const orderPlaced = record({
  ...ofOrder,
  idempotencyKey: text,
  requestFingerprint: text,
  items: list(orderLine),
  totalAmount: count,
  currency: text,
  message: text,
  paymentWindowSeconds: optional(count),
  ifSoldOut: optional(oneOf('WAIT')),
  placedAt: time,
});

const amendment = record({
  ...ofOrder,
  totalAmount: count,
  currency: optional(text),
  changedAt: time,
  item: orderLine,
});

const itemReceipt = {
  ...ofOrder,
  itemId: uuid,
  productId: uuid,
  orderRevision: count,
  inventoryRevision: count,
  available: count,
};
const itemDecision = { ...itemReceipt, outcome: nullable(statusSnapshot) };
const orderItemReserved = record({ ...itemDecision, quantity: count, reservedAt: time });
const orderItemRefused = record({
  ...itemDecision,
  requested: count,
  held: count,
  reason: oneOf(...lineRefusalReasons),
  refusedAt: time,
});

const orderItemWaitlisted = record({
  ...itemReceipt,
  requested: count,
  place: count,
  snapshot: statusSnapshot,
  placedAt: time,
  waitlistedAt: time,
});

const decided = { ...ofOrder, snapshot: statusSnapshot };

const decision = { ...decided, placedAt: optional(time) };

const orderConfirmed = record({ ...decision, payBy: optional(time), confirmedAt: time });
const orderCancelled = record({
  ...decision,
  reason: oneOf(...cancellationReasons),
  cancelledAt: time,
});
const orderShipped = record({ ...decided, shippedAt: time });
const orderDelivered = record({ ...decided, deliveredAt: time });
const orderPaid = record({ ...decided, reference: text, amount: count, paidAt: time });
const orderPaymentReminded = record({ ...decided, payBy: time, remindedAt: time });

/** When a change is a new version, and when it is none: docs/guides/evolve-an-event.md. */
export const orderEventShapes: EventShapes<OrderEvent> = {
  OrderPlaced: { 1: asStored(orderPlaced) },
  OrderItemAdded: { 1: asStored(amendment) },
  OrderItemQuantityChanged: { 1: asStored(amendment) },
  OrderItemRemoved: { 1: asStored(amendment) },
  OrderItemReserved: { 1: asStored(orderItemReserved) },
  OrderItemRefused: { 1: asStored(orderItemRefused) },
  OrderItemWaitlisted: { 1: asStored(orderItemWaitlisted) },
  OrderConfirmed: { 1: asStored(orderConfirmed) },
  OrderCancelled: { 1: asStored(orderCancelled) },
  OrderShipped: { 1: asStored(orderShipped) },
  OrderDelivered: { 1: asStored(orderDelivered) },
  OrderPaid: { 1: asStored(orderPaid) },
  OrderPaymentReminded: { 1: asStored(orderPaymentReminded) },
};
