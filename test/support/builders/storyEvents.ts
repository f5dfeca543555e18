import { randomUUID } from 'node:crypto';
import type { InventoryEvent } from '../../../domain/inventory/index.js';
import type { OrderEvent, OrderLine } from '../../../domain/order/index.js';
import type { NewEvent } from '../../../platform/eventStore/index.js';

/** Events as the deciders make them, for tests that need a stream and no rules. */
export const productId = '11111111-1111-5111-8111-111111111111';
export const orderId = '22222222-2222-5222-8222-222222222222';
export const userId = '33333333-3333-4333-8333-333333333333';
const itemId = '44444444-4444-4444-8444-444444444444';
const otherItemId = '55555555-5555-4555-8555-555555555555';
export const at = '2026-01-01T10:00:00.000Z';
export const later = '2026-01-01T11:00:00.000Z';

/** Also of an event that no decider makes. */
export const toNewEvent = (event: Readonly<{ type: string; data: object }>): NewEvent => {
  const id = randomUUID();

  return {
    id,
    type: event.type,
    data: event.data,
    metadata: {
      $correlationId: id,
      $causationId: id,
      commandId: id,
      userId: null,
      requestId: null,
      traceparent: null,
      schemaVersion: 1,
    },
  };
};

export const productAdded = (id: string = productId, sku = 'SNEAKER-1'): InventoryEvent => ({
  type: 'ProductAdded',
  data: {
    productId: id,
    sku,
    name: 'Sneaker',
    description: 'Runs',
    category: 'shoes',
    price: 79_999,
    originalPrice: 99_999,
    currency: 'EUR',
    maxPerCustomer: 2,
    saleStartsAt: at,
    saleEndsAt: null,
    addedAt: at,
  },
});

const level = { onHand: 10, available: 7 };

const ofLine = { productId, orderId, itemId, orderRevision: 0, ...level };

/** One event of every type, in an order that a product might live through. */
export const lifeOfProduct: readonly InventoryEvent[] = [
  productAdded(),
  {
    type: 'StockReceived',
    data: { productId, quantity: 10, receivedAt: at, onHand: 10, available: 10 },
  },
  {
    type: 'ProductDetailsChanged',
    data: { productId, name: 'Boot', description: null, category: 'boots', changedAt: later },
  },
  {
    type: 'ProductPriceChanged',
    data: { productId, price: 100, originalPrice: null, changedAt: later },
  },
  {
    type: 'SaleTermsChanged',
    data: {
      productId,
      maxPerCustomer: null,
      saleStartsAt: null,
      saleEndsAt: later,
      changedAt: later,
    },
  },
  { type: 'StockReserved', data: { ...ofLine, userId, quantity: 3, change: 3, reservedAt: at } },
  {
    type: 'ReservationRefused',
    data: { ...ofLine, requested: 9, held: 0, reason: 'OUT_OF_STOCK', refusedAt: at },
  },
  {
    type: 'ReservationWaitlisted',
    data: { ...ofLine, userId, requested: 9, place: 1, waitlistedAt: at },
  },
  {
    type: 'ReservationReleased',
    data: { ...ofLine, available: 8, quantity: 1, cause: 'LINE_REMOVED', releasedAt: at },
  },
  {
    type: 'ReservationCommitted',
    data: { ...ofLine, onHand: 8, available: 8, quantity: 2, committedAt: at },
  },
  {
    type: 'StockAdjusted',
    data: { productId, change: -3, adjustedAt: at, onHand: 5, available: 5 },
  },
  { type: 'NameClaimRevoked', data: { productId, name: 'Loafer', revokedAt: later } },
  { type: 'ProductWithdrawn', data: { productId, withdrawnAt: later } },
];

const ofOrder = { orderId, userId };

const line = (id: string, quantity: number): OrderLine => ({
  itemId: id,
  productId: id === itemId ? productId : otherItemId,
  name: 'Sneaker',
  quantity,
  unitPrice: 100,
});

export const orderPlaced = (id: string = orderId, quantity = 2): OrderEvent => ({
  type: 'OrderPlaced',
  data: {
    orderId: id,
    userId,
    idempotencyKey: `key-${id}`,
    requestFingerprint: 'fingerprint',
    items: [line(itemId, quantity)],
    totalAmount: 100 * quantity,
    currency: 'EUR',
    message: 'Order placed',
    placedAt: at,
  },
});

const receipt = { ...ofOrder, inventoryRevision: 7, available: 3, outcome: null };

const snapshot = (status: 'CONFIRMED' | 'SHIPPED' | 'DELIVERED') => ({
  status,
  inventoryStatus: status === 'CONFIRMED' ? ('RESERVED' as const) : ('COMMITTED' as const),
  items: [],
  totalAmount: 200,
});

/**
 * One event of every type but OrderCancelled; the last amendment removes the line that the first
 * one added.
 */
export const lifeOfOrder: readonly OrderEvent[] = [
  orderPlaced(),
  {
    type: 'OrderItemReserved',
    data: { ...receipt, itemId, productId, orderRevision: 0, quantity: 2, reservedAt: at },
  },
  {
    type: 'OrderConfirmed',
    data: { ...ofOrder, snapshot: snapshot('CONFIRMED'), payBy: later, confirmedAt: at },
  },
  {
    type: 'OrderItemAdded',
    data: { ...ofOrder, totalAmount: 300, changedAt: later, item: line(otherItemId, 1) },
  },
  {
    type: 'OrderItemReserved',
    data: {
      ...receipt,
      itemId: otherItemId,
      productId: otherItemId,
      orderRevision: 3,
      quantity: 1,
      reservedAt: later,
    },
  },
  {
    type: 'OrderItemQuantityChanged',
    data: { ...ofOrder, totalAmount: 800, changedAt: later, item: line(itemId, 7) },
  },
  {
    type: 'OrderItemRefused',
    data: {
      ...receipt,
      itemId,
      productId,
      orderRevision: 5,
      requested: 7,
      held: 2,
      reason: 'OUT_OF_STOCK',
      refusedAt: later,
    },
  },
  {
    type: 'OrderItemRemoved',
    data: { ...ofOrder, totalAmount: 200, changedAt: later, item: line(otherItemId, 0) },
  },
  {
    type: 'OrderItemReserved',
    data: {
      ...receipt,
      itemId: otherItemId,
      productId: otherItemId,
      orderRevision: 7,
      quantity: 0,
      reservedAt: later,
    },
  },
  {
    type: 'OrderPaymentReminded',
    data: { ...ofOrder, snapshot: snapshot('CONFIRMED'), payBy: later, remindedAt: later },
  },
  {
    type: 'OrderPaid',
    data: {
      ...ofOrder,
      snapshot: snapshot('CONFIRMED'),
      reference: 'payment-1',
      amount: 200,
      paidAt: later,
    },
  },
  { type: 'OrderShipped', data: { ...ofOrder, snapshot: snapshot('SHIPPED'), shippedAt: later } },
  {
    type: 'OrderDelivered',
    data: { ...ofOrder, snapshot: snapshot('DELIVERED'), deliveredAt: later },
  },
];

/** An order that its buyer cancels before the inventory has decided. */
export const cancelledOrder: readonly OrderEvent[] = [
  orderPlaced(),
  {
    type: 'OrderItemWaitlisted',
    data: {
      ...ofOrder,
      itemId,
      productId,
      orderRevision: 0,
      inventoryRevision: 7,
      available: 0,
      requested: 2,
      place: 17,
      snapshot: {
        status: 'PENDING',
        inventoryStatus: 'WAITLISTED',
        items: [],
        totalAmount: 200,
      },
      placedAt: at,
      waitlistedAt: at,
    },
  },
  {
    type: 'OrderCancelled',
    data: {
      ...ofOrder,
      reason: 'CANCELLED_BY_CUSTOMER',
      cancelledAt: later,
      snapshot: { status: 'CANCELLED', inventoryStatus: 'RELEASED', items: [], totalAmount: 200 },
    },
  },
];
