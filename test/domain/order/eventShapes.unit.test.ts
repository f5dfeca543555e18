import { expect } from 'chai';
import { isOrderStream, orderEventShapes, orderStream } from '../../../domain/order/index.js';
import { expectShapes, type Table } from '../shapeFixture.js';

const orderStatuses = ['PENDING', 'CONFIRMED', 'CANCELLED', 'SHIPPED', 'DELIVERED'];
const inventoryStatuses = [
  'PENDING',
  'RESERVED',
  'REJECTED',
  'RELEASED',
  'COMMITTED',
  'WAITLISTED',
];
const lineReasons = [
  'OUT_OF_STOCK',
  'LIMIT_PER_CUSTOMER',
  'SALE_NOT_STARTED',
  'SALE_ENDED',
  'PRODUCT_WITHDRAWN',
];

const ofOrder: Table = { orderId: 'uuid', userId: 'uuid' };

const line: Table = {
  itemId: 'uuid',
  productId: 'uuid',
  name: 'text',
  quantity: 'count',
  unitPrice: 'count',
};

const snapshot: Table = {
  status: { oneOf: orderStatuses },
  inventoryStatus: { oneOf: inventoryStatuses },
  items: {
    listOf: {
      itemId: 'uuid',
      productId: 'uuid',
      quantity: 'count',
      inventoryStatus: { oneOf: inventoryStatuses },
    },
  },
  totalAmount: 'count',
  payment: {
    optional: {
      record: {
        status: { oneOf: ['DUE', 'PAID'] },
        payBy: 'time',
        paidAt: { optional: 'time' },
      },
    },
  },
};

const amendment: Table = {
  ...ofOrder,
  totalAmount: 'count',
  currency: { optional: 'text' },
  changedAt: 'time',
  item: { record: line },
};

const itemReceipt: Table = {
  ...ofOrder,
  itemId: 'uuid',
  productId: 'uuid',
  orderRevision: 'count',
  inventoryRevision: 'count',
  available: 'count',
};

const itemDecision: Table = { ...itemReceipt, outcome: { nullable: snapshot } };

const decided: Table = { ...ofOrder, snapshot: { record: snapshot } };

const decision: Table = { ...decided, placedAt: { optional: 'time' } };

const tables: Readonly<Record<string, Table>> = {
  OrderPlaced: {
    ...ofOrder,
    idempotencyKey: 'text',
    requestFingerprint: 'text',
    items: { listOf: line },
    totalAmount: 'count',
    currency: 'text',
    message: 'text',
    paymentWindowSeconds: { optional: 'count' },
    ifSoldOut: { optional: { oneOf: ['WAIT'] } },
    placedAt: 'time',
  },
  OrderItemAdded: amendment,
  OrderItemQuantityChanged: amendment,
  OrderItemRemoved: amendment,
  OrderItemReserved: { ...itemDecision, quantity: 'count', reservedAt: 'time' },
  OrderItemRefused: {
    ...itemDecision,
    requested: 'count',
    held: 'count',
    reason: { oneOf: lineReasons },
    refusedAt: 'time',
  },
  OrderItemWaitlisted: {
    ...itemReceipt,
    requested: 'count',
    place: 'count',
    snapshot: { record: snapshot },
    placedAt: 'time',
    waitlistedAt: 'time',
  },
  OrderConfirmed: { ...decision, payBy: { optional: 'time' }, confirmedAt: 'time' },
  OrderCancelled: {
    ...decision,
    reason: {
      oneOf: [...lineReasons, 'CANCELLED_BY_CUSTOMER', 'CANCELLED_BY_ADMIN', 'PAYMENT_EXPIRED'],
    },
    cancelledAt: 'time',
  },
  OrderShipped: { ...decided, shippedAt: 'time' },
  OrderDelivered: { ...decided, deliveredAt: 'time' },
  OrderPaid: { ...decided, reference: 'text', amount: 'count', paidAt: 'time' },
  OrderPaymentReminded: { ...decided, payBy: 'time', remindedAt: 'time' },
};

describe('Order: the shapes of what is stored', () => {
  it('of each type of event, each field holds what it should and nothing else', () => {
    expectShapes(orderEventShapes, tables);
  });

  it('a stream with our prefix and another id is not ours', () => {
    const id = '6f0f3bd8-8a1c-4d57-9a3e-0b6a1c4f2d11';

    expect(isOrderStream(orderStream(id))).to.equal(true);
    expect(isOrderStream(orderStream('of-somebody-else'))).to.equal(false);
    expect(isOrderStream(`elsewhere-${id}`)).to.equal(false);
    expect(isOrderStream(`${'x'.repeat(orderStream('').length)}${id}`)).to.equal(false);
  });
});
