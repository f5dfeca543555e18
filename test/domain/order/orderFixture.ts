import {
  type AddItem,
  type CancellationReason,
  type InventoryAnswer,
  type InventoryStatus,
  type LineStatus,
  type Order,
  orderDecider,
  type OrderCancelled,
  type OrderCommand,
  type OrderConfirmed,
  type OrderDelivered,
  type OrderEvent,
  type OrderItemAdded,
  type OrderItemQuantityChanged,
  type OrderItemRefused,
  type OrderItemRemoved,
  type OrderItemReserved,
  type OrderItemWaitlisted,
  type OrderLine,
  type OrderPlaced,
  type OrderShipped,
  type OrderStatus,
  type PlacedOrder,
  type PlaceOrder,
} from '../../../domain/order/index.js';
import { deciderSpecification } from '../../support/assertions/deciderSpecification.js';

export const given = deciderSpecification(orderDecider);

export const orderAfter = (...events: readonly OrderEvent[]): Order =>
  events.reduce(orderDecider.evolve, orderDecider.initialState());

/** The same of one that is placed. */
export const placedAfter = (...events: readonly OrderEvent[]): PlacedOrder => {
  const order = orderAfter(...events);
  if (order.status === 'NOT_PLACED') throw new TypeError('The order was placed');

  return order;
};

export const now = '2026-11-27T12:00:00.000Z';
export const orderId = '0d000000-0000-4000-8000-000000000001';
export const userId = 'a2000000-0000-4000-8000-000000000001';
const of = { orderId, userId };

/** 2 × 10.00 */
export const shoe: OrderLine = {
  itemId: 'a1000000-0000-4000-8000-000000000001',
  productId: 'a3000000-0000-4000-8000-000000000001',
  name: 'Shoe',
  quantity: 2,
  unitPrice: 1000,
};

/** 1 × 3.00 */
export const sock: OrderLine = {
  itemId: 'b1000000-0000-4000-8000-000000000002',
  productId: 'b3000000-0000-4000-8000-000000000002',
  name: 'Sock',
  quantity: 1,
  unitPrice: 300,
};

/** 3 × 0.50 */
export const lace: OrderLine = {
  itemId: 'c1000000-0000-4000-8000-000000000003',
  productId: 'c3000000-0000-4000-8000-000000000003',
  name: 'Lace',
  quantity: 3,
  unitPrice: 50,
};

const request = { idempotencyKey: 'key-00000001', requestFingerprint: 'f1' };

export const placeOrder = (change: Partial<PlaceOrder['data']> = {}): PlaceOrder => ({
  type: 'PlaceOrder',
  data: {
    ...of,
    ...request,
    items: [shoe, sock],
    currency: 'USD',
    paymentWindowSeconds: null,
    now,
    ...change,
  },
});

export const placed = (...items: readonly OrderLine[]): OrderPlaced => ({
  type: 'OrderPlaced',
  data: {
    ...of,
    ...request,
    items,
    totalAmount: items.reduce((sum, item) => sum + item.quantity * item.unitPrice, 0),
    currency: 'USD',
    message: 'Your order was placed. We are reserving your items.',
    placedAt: now,
  },
});

export const answer = (
  line: OrderLine,
  change: Partial<InventoryAnswer> = {},
): InventoryAnswer => ({
  itemId: line.itemId,
  productId: line.productId,
  orderRevision: 0,
  quantity: line.quantity,
  result: 'RESERVED',
  reason: null,
  held: line.quantity,
  inventoryRevision: 7,
  available: 40,
  ...change,
});

export const rejection = (
  line: OrderLine,
  change: Partial<InventoryAnswer> = {},
): InventoryAnswer =>
  answer(line, { result: 'REJECTED', reason: 'OUT_OF_STOCK', held: 0, ...change });

export const record = (...answers: InventoryAnswer[]): OrderCommand => ({
  type: 'RecordInventoryResult',
  data: { orderId, answers, now },
});

const receiptOf = (line: OrderLine) => ({
  ...of,
  itemId: line.itemId,
  productId: line.productId,
  orderRevision: 0,
  inventoryRevision: 7,
  available: 40,
});

export const reserved = (
  line: OrderLine,
  change: Partial<OrderItemReserved['data']> = {},
): OrderItemReserved => ({
  type: 'OrderItemReserved',
  data: { ...receiptOf(line), outcome: null, quantity: line.quantity, reservedAt: now, ...change },
});

export const refused = (
  line: OrderLine,
  change: Partial<OrderItemRefused['data']> = {},
): OrderItemRefused => ({
  type: 'OrderItemRefused',
  data: {
    ...receiptOf(line),
    outcome: null,
    requested: line.quantity,
    held: 0,
    reason: 'OUT_OF_STOCK',
    refusedAt: now,
    ...change,
  },
});

export const waitlisted = (line: OrderLine, place: number): OrderItemWaitlisted => ({
  type: 'OrderItemWaitlisted',
  data: {
    ...receiptOf(line),
    requested: line.quantity,
    place,
    snapshot: snapshot([
      'PENDING',
      'WAITLISTED',
      line.quantity * line.unitPrice,
      shown(line, 'WAITLISTED'),
    ]),
    placedAt: now,
    waitlistedAt: now,
  },
});

export const shown = (line: OrderLine, inventoryStatus: InventoryStatus): LineStatus => ({
  itemId: line.itemId,
  productId: line.productId,
  quantity: line.quantity,
  inventoryStatus,
});

/** The status, the inventory's status, the total, and the lines. */
type Shown = readonly [OrderStatus, InventoryStatus, number, ...LineStatus[]];

export const snapshot = ([status, inventoryStatus, totalAmount, ...items]: Shown) => ({
  status,
  inventoryStatus,
  items,
  totalAmount,
});

export const confirmed = (totalAmount: number, ...lines: OrderLine[]): OrderConfirmed => ({
  type: 'OrderConfirmed',
  data: {
    ...of,
    snapshot: snapshot([
      'CONFIRMED',
      'RESERVED',
      totalAmount,
      ...lines.map((line) => shown(line, 'RESERVED')),
    ]),
    placedAt: now,
    confirmedAt: now,
  },
});

export const cancelled = (
  reason: CancellationReason,
  inventoryStatus: InventoryStatus,
  ...[totalAmount, ...items]: [number, ...LineStatus[]]
): OrderCancelled => ({
  type: 'OrderCancelled',
  data: {
    ...of,
    snapshot: snapshot(['CANCELLED', inventoryStatus, totalAmount, ...items]),
    reason,
    placedAt: now,
    cancelledAt: now,
  },
});

export const shipped = (totalAmount: number, ...lines: OrderLine[]): OrderShipped => ({
  type: 'OrderShipped',
  data: {
    ...of,
    snapshot: snapshot([
      'SHIPPED',
      'COMMITTED',
      totalAmount,
      ...lines.map((line) => shown(line, 'COMMITTED')),
    ]),
    shippedAt: now,
  },
});

export const delivered = (totalAmount: number, ...lines: OrderLine[]): OrderDelivered => ({
  type: 'OrderDelivered',
  data: {
    ...of,
    snapshot: snapshot([
      'DELIVERED',
      'COMMITTED',
      totalAmount,
      ...lines.map((line) => shown(line, 'COMMITTED')),
    ]),
    deliveredAt: now,
  },
});

export const itemAdded = (item: OrderLine, totalAmount: number): OrderItemAdded => ({
  type: 'OrderItemAdded',
  data: { ...of, item, totalAmount, currency: 'USD', changedAt: now },
});

export const quantityChanged = (
  item: OrderLine,
  totalAmount: number,
): OrderItemQuantityChanged => ({
  type: 'OrderItemQuantityChanged',
  data: { ...of, item, totalAmount, currency: 'USD', changedAt: now },
});

export const itemRemoved = (item: OrderLine, totalAmount: number): OrderItemRemoved => ({
  type: 'OrderItemRemoved',
  data: { ...of, item: { ...item, quantity: 0 }, totalAmount, currency: 'USD', changedAt: now },
});

export const addItem = (
  item: AddItem['data']['item'],
  paymentWindowSeconds: number | null = null,
): OrderCommand => ({
  type: 'AddItem',
  data: { orderId, item, paymentWindowSeconds, now },
});

export const changeQuantity = (itemId: string, quantity: number): OrderCommand => ({
  type: 'ChangeItemQuantity',
  data: { orderId, itemId, quantity, now },
});

export const removeItem = (itemId: string): OrderCommand => ({
  type: 'RemoveItem',
  data: { orderId, itemId, now },
});

export const cancel = (by: 'CUSTOMER' | 'ADMIN' = 'CUSTOMER'): OrderCommand => ({
  type: 'CancelOrder',
  data: { orderId, by, now },
});

export const ship = (expectedVersion: number | null = null): OrderCommand => ({
  type: 'ShipOrder',
  data: { orderId, expectedVersion, now },
});

export const deliver = (expectedVersion: number | null = null): OrderCommand => ({
  type: 'DeliverOrder',
  data: { orderId, expectedVersion, now },
});

/** Shoe and sock, confirmed: four events, so version 4 and revision 3. */
export const bothConfirmed = [
  placed(shoe, sock),
  reserved(shoe),
  reserved(sock),
  confirmed(2300, shoe, sock),
] as const;
