import { expect } from 'chai';
import {
  inventoryEventShapes,
  inventorySnapshot,
  inventoryStream,
  isInventoryStream,
} from '../../../domain/inventory/index.js';
import { expectShapes, expectTaken, type Table } from '../shapeFixture.js';

const reasons = [
  'OUT_OF_STOCK',
  'LIMIT_PER_CUSTOMER',
  'SALE_NOT_STARTED',
  'SALE_ENDED',
  'PRODUCT_WITHDRAWN',
];

const details: Table = { name: 'text', description: { nullable: 'text' }, category: 'text' };
const prices: Table = { price: 'count', originalPrice: { nullable: 'count' } };
const terms: Table = {
  maxPerCustomer: { nullable: 'count' },
  saleStartsAt: { nullable: 'time' },
  saleEndsAt: { nullable: 'time' },
  paymentWindowSeconds: { optional: { nullable: 'count' } },
};
const level: Table = { productId: 'uuid', onHand: 'count', available: 'count' };
const ofLine: Table = {
  ...level,
  orderId: 'text',
  itemId: { nullable: 'text' },
  orderRevision: 'count',
};

const tables: Readonly<Record<string, Table>> = {
  ProductAdded: {
    ...details,
    ...prices,
    ...terms,
    productId: 'uuid',
    sku: 'text',
    currency: 'text',
    addedAt: 'time',
  },
  ProductDetailsChanged: { productId: 'uuid', ...details, changedAt: 'time' },
  ProductPriceChanged: { productId: 'uuid', ...prices, changedAt: 'time' },
  SaleTermsChanged: { productId: 'uuid', ...terms, changedAt: 'time' },
  NameClaimRevoked: { productId: 'uuid', name: 'text', revokedAt: 'time' },
  ProductWithdrawn: { productId: 'uuid', withdrawnAt: 'time' },
  StockReceived: { ...level, quantity: 'count', receivedAt: 'time' },
  StockAdjusted: { ...level, change: 'whole', adjustedAt: 'time' },
  StockReserved: {
    ...ofLine,
    userId: { nullable: 'text' },
    quantity: 'count',
    change: 'whole',
    reservedAt: 'time',
    place: { optional: 'count' },
  },
  ReservationWaitlisted: {
    ...ofLine,
    userId: { nullable: 'text' },
    requested: 'count',
    place: 'count',
    waitlistedAt: 'time',
  },
  ReservationRefused: {
    ...ofLine,
    requested: 'count',
    held: 'count',
    reason: { oneOf: reasons },
    refusedAt: 'time',
    place: { optional: 'count' },
  },
  ReservationReleased: {
    ...ofLine,
    quantity: 'count',
    cause: { oneOf: ['LINE_REMOVED', 'ORDER_CANCELLED', 'MANUAL'] },
    releasedAt: 'time',
    place: { optional: 'count' },
  },
  ReservationCommitted: { ...ofLine, quantity: 'count', committedAt: 'time' },
};

const head: Table = {
  ...details,
  ...prices,
  ...terms,
  status: { oneOf: ['LISTED', 'WITHDRAWN'] },
  productId: 'uuid',
  sku: 'text',
  currency: 'text',
  paymentWindowSeconds: { nullable: 'count' },
  version: 'count',
  addedAt: 'time',
  changedAt: 'time',
  onHand: 'count',
  reserved: 'count',
  lastPlace: 'count',
};

describe('Inventory: the shapes of what is stored', () => {
  it('of each type of event, each field holds what it should and nothing else', () => {
    expectShapes(inventoryEventShapes, tables);
  });

  it('the head of a snapshot too', () => {
    expectTaken(isRestored, head, 'head');
  });

  it('a stream with our prefix and another id is not ours', () => {
    const id = '6f0f3bd8-8a1c-4d57-9a3e-0b6a1c4f2d11';

    expect(isInventoryStream(inventoryStream(id))).to.equal(true);
    expect(isInventoryStream(inventoryStream('of-somebody-else'))).to.equal(false);
    expect(isInventoryStream(`elsewhere-${id}`)).to.equal(false);
    expect(isInventoryStream(`${'x'.repeat(inventoryStream('').length)}${id}`)).to.equal(false);
  });
});

const isRestored = (data: unknown): boolean => {
  try {
    inventorySnapshot.restore(data);

    return true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;

    return false;
  }
};
