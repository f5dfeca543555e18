import { expect } from 'chai';
import {
  availableOf,
  entriesIn,
  type Inventory,
  inventoryDecider,
  type InventoryEvent,
  inventoryStream,
  type Product,
} from '../../../domain/inventory/index.js';
import {
  added,
  adjusted,
  bob,
  earlier,
  later,
  now,
  orderB,
  productId,
  received,
  reserved,
  waitlisted,
  withdrawn,
  withStock,
} from './inventoryFixture.js';

const { initialState, evolve } = inventoryDecider;

const fold = (...events: InventoryEvent[]): Inventory => events.reduce(evolve, initialState());

const manual = { orderId: 'manual:1', itemId: null, userId: null };

/** Three of five units held by Alice, one by hand, one left. */
const stocked = [
  ...withStock(5, { maxPerCustomer: 3, saleEndsAt: later }),
  reserved(3, { onHand: 5, available: 2 }),
  reserved(1, { onHand: 5, available: 1 }, manual),
];

describe('Inventory: its state', () => {
  it('lives in a stream of its own', () => {
    expect(inventoryStream(productId)).to.equal(`inventory-${productId}`);
  });

  it('starts without units, at version 1', () => {
    expect(fold(added())).to.include({
      status: 'LISTED',
      sku: 'SNEAKER-42',
      version: 1,
      addedAt: now,
      changedAt: now,
      onHand: 0,
      reserved: 0,
    });
  });

  it('knows what is on hand, reserved and available', () => {
    const product = fold(
      ...stocked,
      received(4, { onHand: 9, available: 5 }),
      adjusted(-1, { onHand: 8, available: 4 }),
    ) as Product;

    expect(product).to.include({ onHand: 8, reserved: 4 });
    expect(availableOf(product)).to.equal(4);
  });

  it('takes over changes, with their time', () => {
    const changed = fold(...stocked, {
      type: 'ProductPriceChanged',
      data: { productId, price: 1, originalPrice: null, changedAt: later },
    });

    expect(changed).to.include({ price: 1, originalPrice: null, changedAt: later, version: 2 });
    expect(fold(...stocked, withdrawn)).to.include({ status: 'WITHDRAWN', version: 1 });
  });

  it('takes over terms, each as it is', () => {
    const terms = { maxPerCustomer: 2, saleStartsAt: earlier, saleEndsAt: later };
    const changed = fold(...stocked, {
      type: 'SaleTermsChanged',
      data: { productId, ...terms, paymentWindowSeconds: 60, changedAt: later },
    });

    expect(changed).to.include({ ...terms, paymentWindowSeconds: 60, changedAt: later });
  });

  it('has an entry for each reservation, each user and each order that waits', () => {
    expect(entriesIn(initialState())).to.equal(0);
    expect(entriesIn(fold(added()))).to.equal(0);
    expect(entriesIn(fold(...stocked))).to.equal(3);
    const waiting = waitlisted(2, { onHand: 5, available: 1 }, { orderId: orderB, userId: bob });
    expect(entriesIn(fold(...stocked, waiting))).to.equal(6);
  });
});
