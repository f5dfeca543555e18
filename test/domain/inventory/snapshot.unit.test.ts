import { expect } from 'chai';
import fc from 'fast-check';
import { DomainError } from '../../../domain/decider.js';
import {
  type Inventory,
  type InventoryCommand,
  inventoryDecider,
  type InventoryEvent,
  inventorySnapshot,
} from '../../../domain/inventory/index.js';
import {
  commit,
  committed,
  itemB,
  later,
  now,
  orderA,
  orderB,
  productId,
  refused,
  release,
  released,
  reserved,
  setReservation,
  waitlisted,
  withdrawn,
  withStock,
} from './inventoryFixture.js';

const { serialize, restore, schemaVersion } = inventorySnapshot;

describe('Inventory: its snapshot', () => {
  it('has a schema version', () => {
    expect(schemaVersion).to.equal(6);
  });

  it('has a head without the reservations', () => {
    const { head, keys } = serialize(fold(...stocked));

    expect(throughJson(head)).to.eql({
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
      paymentWindowSeconds: null,
      version: 1,
      addedAt: now,
      changedAt: now,
      onHand: 5,
      reserved: 4,
      lastPlace: 0,
    });
    expect(keys).to.eql([orderA, 'manual:1', orderB]);
  });

  it('holds any stretch of the reservations, by columns', () => {
    expect(serialize(fold(...stocked)).partToJson(1, 3)).to.eql({
      orderId: ['manual:1', orderB],
      userId: [null, null],
      units: [1, 0],
      orderRevision: [0, 0],
      status: ['HELD', 'REFUSED'],
      waiting: { itemId: [], place: [] },
    });
  });

  it('holds what only those have who wait', () => {
    const { head, partToJson } = serialize(fold(...stocked, ...waiting));

    expect(head).to.include({ lastPlace: 3 });
    expect(partToJson(2, 6)).to.deep.include({
      orderId: [orderB, 'order-1', 'order-2', 'order-3'],
      units: [0, 2, 0, 3],
      status: ['REFUSED', 'WAITING', 'RELEASED', 'WAITING'],
      waiting: { itemId: [itemB, itemB], place: [1, 3] },
    });
  });

  it('is the same state again, in however many parts', () => {
    for (const events of [
      [],
      stocked,
      [...stocked, ...waiting],
      [...stocked, ...manyWaiting],
      [...stocked, released(3, { onHand: 5, available: 4 })],
      [...stocked, committed(3, { onHand: 2, available: 1 }, { orderRevision: 2 }), withdrawn],
    ])
      for (const size of [1, 2, 3]) expect(rebuilt(fold(...events), size)).to.eql(fold(...events));
  });

  it('needs no units of users: they follow from the reservations', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const state = steps.reduce(after, fold(...withStock(9, { maxPerCustomer: 4 })));
        expect(rebuilt(state, 2)).to.eql(state);
      }),
    );
  });

  it('knows a reservation that has not changed since by its reference', () => {
    const before = fold(...stocked);
    const values = [...serialize(before).values];
    const after = inventoryDecider.evolve(before, released(3, { onHand: 5, available: 4 }));

    expect(serialize(after).values.map((value, index) => value === values[index])).to.eql([
      false,
      true,
      true,
    ]);
  });

  it('gives the entries that a part put into the state', () => {
    const { head, partToJson } = serialize(fold(...stocked));
    const restoration = restore(throughJson(head));
    const added = restoration.add(throughJson(partToJson(0, 3)));
    const { keys, values } = serialize(restoration.state());

    expect(added.keys).to.eql(keys);
    expect(added.values.every((value, index) => value === values[index])).to.equal(true);
  });

  it('has no entries before the product is added', () => {
    const { keys, values, partToJson } = serialize(fold());

    expect([keys, values]).to.eql([[], []]);
    expect(partToJson(0, 0)).to.include.keys('orderId', 'units');
  });

  it('refuses a head that is none', () => {
    for (const stranger of [null, undefined, 'LISTED', [], {}, { status: 'LISTED' }, { productId }])
      expect(() => restore(stranger)).to.throw(TypeError, 'Not a snapshot of an inventory');
  });

  it('refuses a head with levels that are none', () => {
    const head = throughJson(serialize(fold(...stocked)).head) as object;
    for (const level of [null, NaN, -1, 0.5, '5', {}, undefined])
      for (const name of ['onHand', 'reserved'])
        expect(() => restore({ ...head, [name]: level })).to.throw(TypeError, 'Not a snapshot');
  });

  it('refuses a part that is none', () => {
    const { head, partToJson } = serialize(fold(...stocked));
    const part = partToJson(0, 3);
    const { add } = restore(throughJson(head));

    const strangers = [
      null,
      'x',
      [],
      {},
      { ...part, userId: null },
      { ...part, units: [1] },
      { ...part, orderRevision: [0] },
      { ...part, status: ['HELD'] },
      { ...part, units: [3, null, 0] },
      { ...part, units: [3, -1, 0] },
      { ...part, status: ['HELD', 'LENT', 'REFUSED'] },
      { ...part, status: ['HELD', 'WAITING', 'REFUSED'] },
      { ...part, waiting: undefined },
      { ...part, waiting: { itemId: [1], place: [1] } },
      { ...part, waiting: { itemId: [null], place: ['1'] } },
    ];
    for (const stranger of strangers)
      expect(() => add(stranger)).to.throw(TypeError, 'Not a part of the snapshot');
  });
});

const fold = (...events: InventoryEvent[]): Inventory =>
  events.reduce(inventoryDecider.evolve, inventoryDecider.initialState());

/** Three of five units held by Alice, one by hand, one left that nobody got. */
const stocked = [
  ...withStock(5, { maxPerCustomer: 3, saleEndsAt: later }),
  reserved(3, { onHand: 5, available: 2 }),
  reserved(1, { onHand: 5, available: 1 }, { orderId: 'manual:1', itemId: null, userId: null }),
  refused('OUT_OF_STOCK', {
    requested: 2,
    held: 0,
    onHand: 5,
    available: 1,
    orderId: orderB,
    itemId: itemB,
  }),
];

const waiter = (order: number, requested: number) =>
  waitlisted(
    requested,
    { onHand: 5, available: 1 },
    { orderId: `order-${order}`, itemId: itemB, place: order, userId: `user-${order % 3}` },
  );

/** The second of three has left. */
const waiting = [
  waiter(1, 2),
  waiter(2, 2),
  waiter(3, 3),
  released(0, { onHand: 5, available: 1 }, { orderId: 'order-2', place: 2, orderRevision: 2 }),
];

const manyWaiting = Array.from({ length: 1100 }, (_, index) => waiter(index + 1, 2));

const step = fc
  .record({
    order: fc.nat(5),
    quantity: fc.nat(4),
    orderRevision: fc.nat(9),
    type: fc.constantFrom('SetReservation', 'ReleaseReservation', 'CommitReservation'),
  })
  .map(({ order, quantity, orderRevision, type }): InventoryCommand => {
    const ifSoldOut = order % 2 === 0 ? 'WAIT' : 'REFUSE';
    const line = {
      orderId: `order-${order}`,
      orderRevision,
      userId: `user-${order % 3}`,
      ifSoldOut,
    } as const;
    if (type === 'ReleaseReservation') return release(orderRevision, line);

    return type === 'SetReservation' ? setReservation(quantity, line) : commit(orderRevision, line);
  });

/** Refused commands change nothing. */
const after = (inventory: Inventory, command: InventoryCommand): Inventory => {
  try {
    return inventoryDecider.decide(command, inventory).reduce(inventoryDecider.evolve, inventory);
  } catch (error) {
    if (error instanceof DomainError) return inventory;
    throw error;
  }
};

const throughJson = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

const rebuilt = (inventory: Inventory, size: number): Inventory => {
  const { head, keys, partToJson } = serialize(inventory);
  const { add, state } = restore(throughJson(head));
  for (let from = 0; from < keys.length; from += size)
    add(throughJson(partToJson(from, Math.min(from + size, keys.length))));

  return state();
};
