import { expect } from 'chai';
import {
  availableOf,
  type Inventory,
  inventoryDecider,
  type InventoryEvent,
  inventorySnapshot,
  inventoryStream,
  type Product,
} from '../../domain/inventory/index.js';
import {
  added,
  adjusted,
  alice,
  committed,
  itemA,
  itemB,
  later,
  now,
  orderA,
  orderB,
  productId,
  received,
  refused,
  released,
  reserved,
  withdrawn,
  withStock,
} from './inventoryFixtures.js';

const { initialState, evolve } = inventoryDecider;

const fold = (...events: InventoryEvent[]): Inventory => events.reduce(evolve, initialState());

const manual = { orderId: 'manual:1', itemId: null, userId: null };
const ofB = { orderId: orderB, itemId: itemB };

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

  describe('as a snapshot', () => {
    const throughJson = (state: Inventory): unknown =>
      JSON.parse(JSON.stringify(inventorySnapshot.toJson(state)));

    it('has a schema version', () => {
      expect(inventorySnapshot.schemaVersion).to.equal(1);
    });

    it('holds everything, reservations as rows', () => {
      const state = fold(
        ...stocked,
        refused('OUT_OF_STOCK', { requested: 2, held: 0, onHand: 5, available: 1, ...ofB }),
      );

      expect(throughJson(state)).to.eql({
        status: 'LISTED',
        productId,
        sku: 'SNEAKER-42',
        name: 'Sneaker',
        description: 'Runs',
        category: 'shoes',
        price: 7999,
        originalPrice: 9999,
        currency: 'USD',
        maxPerCustomer: 3,
        saleStartsAt: null,
        saleEndsAt: later,
        version: 1,
        addedAt: now,
        changedAt: now,
        onHand: 5,
        reserved: 4,
        reservations: [
          [orderA, itemA, alice, 3, 0, 'HELD'],
          ['manual:1', null, null, 1, 0, 'HELD'],
          [orderB, itemB, null, 0, 0, 'REFUSED'],
        ],
        unitsByUser: [[alice, 3]],
      });
    });

    it('forgets customers who hold nothing', () => {
      const state = fold(...stocked, released(3, { onHand: 5, available: 4 }));

      expect(throughJson(state))
        .to.include({ reserved: 1 })
        .and.have.deep.property('unitsByUser', []);
    });

    it('is the same state again', () => {
      for (const events of [
        [],
        stocked,
        [...stocked, committed(3, { onHand: 2, available: 1 }, { orderRevision: 2 }), withdrawn],
      ]) {
        const state = fold(...events);
        expect(inventorySnapshot.fromJson(throughJson(state))).to.eql(state);
      }
    });

    it('refuses what is none', () => {
      const json = { status: 'LISTED', reservations: [], unitsByUser: [] };
      const strangers = [
        null,
        undefined,
        'LISTED',
        [],
        {},
        { status: 'LISTED' },
        { reservations: [], unitsByUser: [] },
        { ...json, reservations: {} },
        { ...json, unitsByUser: {} },
        { status: 'LISTED', unitsByUser: [] },
        { status: 'LISTED', reservations: [] },
      ];
      for (const stranger of strangers)
        expect(() => inventorySnapshot.fromJson(stranger)).to.throw(
          TypeError,
          'Not a snapshot of an inventory',
        );
      expect(inventorySnapshot.fromJson(json)).to.include({ status: 'LISTED' });
    });
  });
});
