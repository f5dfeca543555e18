import { expect } from 'chai';
import fc from 'fast-check';
import type { OrderStatusChanged } from '../../contracts/messages/index.js';
import {
  availableOf,
  type Inventory,
  type InventoryCommand,
  inventoryDecider,
  type InventoryEvent,
} from '../../domain/inventory/index.js';
import {
  isWaiting,
  type Line,
  type OrderCommand,
  type OrderLine,
  type PlaceOrder,
  toView,
} from '../../domain/order/index.js';
import { entriesOf } from '../../domain/persistentMap.js';
import { createWorld, now, type World } from './orderFlowFixture.js';

const ids = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${kind}0000000-0000-4000-8000-00000000000${i}`);

const products = ids('a', 3);
const orders = ids('b', 4);
const users = ids('c', 2);
const manual = ids('d', 2);

const lineOf = (productId: string, quantity: number, itemId: string): OrderLine => ({
  itemId,
  productId,
  name: productId,
  quantity,
  unitPrice: 10,
});

const itemIdOf = (orderId: string, productId: string): string =>
  orderId.slice(0, -2) + productId.slice(-1) + orderId.slice(-1);

describe('Orders and inventories, over messages that come late, twice and in any order', () => {
  const expectAllWell = (stock: number, steps: fc.Arbitrary<Step[]>, numRuns: number): void => {
    fc.assert(
      fc.property(steps, luck, (chosen, picks) => {
        const world = createWorld();
        const waiting = createMailbox(world, picks);
        for (const product of products) world.attempt(add(product, stock));

        for (const { command, delivered, again } of chosen) {
          if (command !== null) world.attempt(command);
          for (let i = 0; i < delivered; i++) waiting.deliverOne(again);
        }
        expectNothingOversold(world);
        waiting.deliverAll();
        expectNothingOversold(world);
        expectDecided(world);
        expectPlacesToBeKept(world);
        expectHeldByOrders(world);
        expectRefusedLinesToNeedNothing(world);
        expectRepeatsToChangeNothing(world);

        // the units of whoever did not pay are somebody else's, who does not pay for them either
        orders.forEach(() => {
          for (const orderId of orders) world.attempt(expiry(orderId));
          waiting.deliverAll();
        });
        expectNothingOversold(world);
        expectPaidOrOver(world);
        expectPlacesToBeKept(world);
        expectHeldByOrders(world);
        expectRepeatsToChangeNothing(world);
      }),
      { numRuns },
    );
  };

  it('never sell a unit twice, leak none, and decide every order', () => {
    expectAllWell(6, fc.array(stepOf(orders, products), { minLength: 20, maxLength: 90 }), 400);
  });

  it('do so for a single order that changes all the time', () => {
    expectAllWell(
      3,
      fc.array(stepOf(orders.slice(0, 1), products.slice(0, 2)), { minLength: 10, maxLength: 60 }),
      1500,
    );
  });

  describe('when a cancellation overtakes a line that comes back', () => {
    const [kept = '', back = ''] = products;
    const [orderId = ''] = orders;
    const line = lineOf(back, 1, itemIdOf(orderId, back));
    const before: Readonly<Record<string, OrderCommand[]>> = {
      'after it was refused': [
        {
          type: 'AddItem',
          data: { orderId, item: { ...line, quantity: 9 }, paymentWindowSeconds: null, now },
        },
      ],
      'after it was removed': [
        { type: 'AddItem', data: { orderId, item: line, paymentWindowSeconds: null, now } },
        { type: 'RemoveItem', data: { orderId, itemId: line.itemId, now } },
      ],
      'for the first time': [],
    };

    for (const [name, commands] of Object.entries(before))
      it(`holds nothing: ${name}`, () => {
        const world = createWorld();
        const inOrder = createMailbox(world, [0]);
        for (const product of [kept, back]) world.attempt(add(product, 3));
        for (const command of [place(orderId, [kept], 1), ...commands]) {
          world.attempt(command);
          inOrder.deliverAll();
        }

        world.attempt({
          type: 'AddItem',
          data: { orderId, item: line, paymentWindowSeconds: null, now },
        });
        world.attempt({ type: 'CancelOrder', data: { orderId, by: 'CUSTOMER', now } });
        const [amended, status, cancelled] = world.sent.slice(-3);
        expect([amended, status, cancelled].map((message) => message?.headers.ce_type)).to.eql([
          'order.amended',
          'order.status',
          'order.cancelled',
        ]);
        for (const message of [status, cancelled, amended])
          if (message !== undefined) world.deliver(message);

        expectNothingOversold(world);
        expectHeldByOrders(world);
      });
  });
});

type Step = Readonly<{
  command: InventoryCommand | OrderCommand | null;
  delivered: number;
  again: boolean;
}>;

/**
 * Delivers what waits in the order that `picks` says; `again` leaves a message waiting for another
 * time.
 */
const createMailbox = (world: World, picks: readonly number[]) => {
  const waiting: World['sent'][number][] = [];
  let seen = 0;
  let turn = 0;

  const deliverOne = (again: boolean): boolean => {
    waiting.push(...world.sent.slice(seen));
    seen = world.sent.length;
    const index = (picks[turn++ % picks.length] ?? 0) % Math.max(waiting.length, 1);
    const message = waiting[index];
    if (message === undefined) return false;
    if (!again) waiting.splice(index, 1);
    world.deliver(message);

    return true;
  };

  return {
    deliverOne,
    deliverAll: (): void => {
      while (deliverOne(false));
    },
  };
};

/** Counts units from the events alone, and compares with what the events say. */
const expectNothingOversold = ({ inventories }: World): void => {
  for (const { events, state } of inventories.values()) {
    let onHand = 0;
    const held = new Map<string, number>();

    for (const event of events) {
      onHand += movedOnHand(event);
      if ('orderId' in event.data)
        held.set(event.data.orderId, heldAfter(event, held.get(event.data.orderId) ?? 0));
      const reserved = sum(held.values());
      const available = onHand - reserved;
      const says = 'available' in event.data ? event.data : { onHand, available };
      const isSound = reserved >= 0 && available >= 0;
      if (!isSound || says.onHand !== onHand || says.available !== available)
        expect.fail(`${reserved} of ${onHand} are held after ${JSON.stringify(event)}`);
    }
    expect(state).to.include({ onHand, reserved: sum(held.values()) });
  }
};

const movedOnHand = ({ type, data }: InventoryEvent): number => {
  if (type === 'StockReceived') return data.quantity;
  if (type === 'StockAdjusted') return data.change;

  return type === 'ReservationCommitted' ? -data.quantity : 0;
};

const heldAfter = ({ type, data }: InventoryEvent, before: number): number => {
  if (type === 'StockReserved') return before + data.change;
  if (type === 'ReservationReleased' || type === 'ReservationCommitted')
    return before - data.quantity;
  if (type === 'ReservationRefused' && data.held !== before) expect.fail('more was held');

  return before;
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

/** Nobody waits for an answer, but in line for units. */
const expectDecided = ({ orders: placed }: World): void => {
  for (const { state } of placed.values()) {
    if (!isWaiting(state)) expect(state.status).not.to.equal('PENDING');
    if ('lines' in state)
      for (const line of state.lines) expect(line.inventoryStatus).not.to.equal('PENDING');
  }
};

/** Whoever has something to pay for has paid; an order is paid or expires, never both. */
const expectPaidOrOver = ({ orders: placed }: World): void => {
  for (const { events, state } of placed.values()) {
    const paid = events.filter(({ type }) => type === 'OrderPaid').length;
    const expired = events.filter(
      ({ type, data }) => type === 'OrderCancelled' && data.reason === 'PAYMENT_EXPIRED',
    ).length;
    expect(paid + expired).to.be.at.most(1);
    if (state.status === 'CONFIRMED' && state.payment.status !== 'NONE')
      expect(state.payment.status).to.equal('PAID');
  }
};

/** Whoever waits has a place in the inventory, and wants more than is left. */
const expectPlacesToBeKept = ({ orders: placed, inventories }: World): void => {
  const waiting = [...placed.values()].flatMap(({ state }) => (isWaiting(state) ? [state] : []));
  const places = waiting.flatMap((order) => {
    const { productId, place } = toView(order).waitlist ?? {};

    return [`${String(productId)} ${String(place)}`];
  });

  expect(places).to.have.members([...inventories].flatMap(placesOf));
  for (const { lines } of waiting)
    for (const { productId, quantity } of lines) {
      const product = inventories.get(productId)?.state;
      if (product?.status === 'LISTED') expect(quantity).to.be.greaterThan(availableOf(product));
    }
};

const placesOf = ([productId, { state }]: [string, { state: Inventory }]): string[] =>
  state.status === 'NOT_ADDED'
    ? []
    : entriesOf(state.reservations).values.flatMap((reservation) =>
        reservation.status === 'WAITING' ? [`${productId} ${reservation.place}`] : [],
      );

/** Whoever waits holds nothing. */
const heldIn = (line: Line | undefined): number =>
  line === undefined || line.inventoryStatus === 'WAITLISTED' ? 0 : line.quantity;

/**
 * Of every product an order holds, or took, exactly what its lines say; nothing when it was
 * cancelled.
 */
const expectHeldByOrders = ({ orders: placed, inventories }: World): void => {
  for (const [orderId, { state }] of placed)
    for (const [productId, { events }] of inventories) {
      const line =
        'lines' in state && state.status !== 'CANCELLED'
          ? state.lines.find((candidate) => candidate.productId === productId)
          : undefined;
      const taken = state.status === 'SHIPPED' || state.status === 'DELIVERED';
      const quantity = heldIn(line);
      const ofOrder = events.filter(({ data }) => 'orderId' in data && data.orderId === orderId);

      const units = {
        held: ofOrder.reduce((held, event) => heldAfter(event, held), 0),
        taken: -sum(ofOrder.map(movedOnHand)),
      };
      if (units.held !== (taken ? 0 : quantity) || units.taken !== (taken ? quantity : 0))
        expect.fail(`${orderId} has ${JSON.stringify(units)} of ${productId}`);
    }
};

/**
 * A line that was refused is left out of what a cancelled order releases: there is nothing to
 * release.
 */
const expectRefusedLinesToNeedNothing = ({ sent, inventories }: World): void => {
  for (const { orderId, orderRevision, items } of cancellations(sent))
    for (const { productId, itemId, inventoryStatus } of items)
      if (inventoryStatus === 'REJECTED') {
        const state = inventories.get(productId)?.state ?? inventoryDecider.initialState();
        const data = { productId, orderId, itemId, orderRevision, now };
        expect(inventoryDecider.decide({ type: 'ReleaseReservation', data }, state)).to.eql([]);
      }
};

const cancellations = (sent: World['sent']): OrderStatusChanged[] =>
  sent
    .filter(({ topic }) => topic === 'order.status')
    .map(({ payload }) => payload as OrderStatusChanged)
    .filter(({ status }) => status === 'CANCELLED');

const expectRepeatsToChangeNothing = (world: World): void => {
  const counted = () =>
    [...world.orders.values(), ...world.inventories.values()].map(({ events }) => events.length);
  const before = counted();
  for (const message of world.sent.toReversed()) world.deliver(message);
  for (const message of [...world.sent]) world.deliver(message);

  expect(counted()).to.deep.equal(before);
};

const add = (productId: string, stock: number): InventoryCommand => ({
  type: 'AddProduct',
  data: {
    productId,
    sku: productId,
    name: productId,
    description: null,
    category: 'c',
    price: 10,
    originalPrice: null,
    currency: 'USD',
    maxPerCustomer: null,
    saleStartsAt: null,
    saleEndsAt: null,
    paymentWindowSeconds: null,
    stock,
    expectedVersion: 0,
    now,
  },
});

const units = fc.integer({ min: 1, max: 4 });

const place = (orderId: string, wanted: readonly string[], quantity: number): PlaceOrder => ({
  type: 'PlaceOrder',
  data: {
    orderId,
    userId: users[orders.indexOf(orderId) % users.length] ?? '',
    idempotencyKey: orderId,
    requestFingerprint: '',
    items: wanted.map((id) => lineOf(id, quantity, itemIdOf(orderId, id))),
    currency: 'USD',
    // every second order is to be paid
    paymentWindowSeconds: orders.indexOf(orderId) % 2 === 0 ? 60 : null,
    now,
  },
});

const placing = (order: fc.Arbitrary<string>, product: fc.Arbitrary<string>) =>
  fc
    .tuple(order, fc.uniqueArray(product, { minLength: 1 }), units)
    .map(([orderId, wanted, quantity]) => place(orderId, wanted, quantity));

const waiting = (order: fc.Arbitrary<string>, product: fc.Arbitrary<string>) =>
  fc.tuple(order, product, units).map(([orderId, wanted, quantity]): OrderCommand => {
    const { data } = place(orderId, [wanted], quantity);

    return { type: 'PlaceOrder', data: { ...data, ifSoldOut: 'WAIT' } };
  });

const amending = (order: fc.Arbitrary<string>, product: fc.Arbitrary<string>) =>
  fc
    .record({ orderId: order, productId: product, quantity: units, kind: fc.nat(2), id: fc.uuid() })
    .map(({ orderId, productId, quantity, kind, id }): OrderCommand => {
      const itemId = itemIdOf(orderId, productId);
      if (kind === 0)
        return {
          type: 'AddItem',
          data: { orderId, item: lineOf(productId, quantity, id), paymentWindowSeconds: null, now },
        };
      if (kind === 1)
        return { type: 'ChangeItemQuantity', data: { orderId, itemId, quantity, now } };

      return { type: 'RemoveItem', data: { orderId, itemId, now } };
    });

const ending = (order: fc.Arbitrary<string>) =>
  fc.record({ orderId: order, kind: fc.nat(3) }).map(({ orderId, kind }): OrderCommand => {
    if (kind < 2) return { type: 'CancelOrder', data: { orderId, by: 'CUSTOMER', now } };

    return {
      type: kind === 2 ? 'ShipOrder' : 'DeliverOrder',
      data: { orderId, expectedVersion: null, now },
    };
  });

/** When all windows are over. */
const later = '2026-11-27T13:00:00.000Z';

const expiry = (orderId: string): OrderCommand => ({
  type: 'ExpirePayment',
  data: { orderId, now: later },
});

/** Of the total, or of another amount; in time, or not. */
const paying = (order: fc.Arbitrary<string>) =>
  fc
    .record({ orderId: order, kind: fc.nat(4), lines: units })
    .map(({ orderId, kind, lines }): OrderCommand => {
      if (kind === 0) return expiry(orderId);

      return {
        type: 'RecordPayment',
        data: { orderId, reference: orderId, amount: 10 * lines, now: kind === 1 ? later : now },
      };
    });

const managing = (product: fc.Arbitrary<string>) =>
  fc
    .record({
      productId: product,
      kind: fc.nat(5),
      quantity: units,
      reservationId: fc.constantFrom(...manual),
    })
    .map(({ productId, kind, quantity, reservationId }): InventoryCommand => {
      const of = { productId, now };
      const commands: InventoryCommand[] = [
        { type: 'AdjustStock', data: { ...of, adjustment: 2 * quantity - 5 } },
        { type: 'SetStock', data: { ...of, stock: quantity } },
        { type: 'ReserveManually', data: { ...of, reservationId, quantity } },
        { type: 'ReleaseManually', data: { ...of, reservationId } },
        {
          type: 'ChangeProduct',
          data: { ...of, expectedVersion: 1, maxPerCustomer: quantity + 1 },
        },
        { type: 'WithdrawProduct', data: of },
      ];

      return commands[kind] ?? add(productId, quantity);
    });

const stepOf = (someOrders: readonly string[], someProducts: readonly string[]) => {
  const order = fc.constantFrom(...someOrders);
  const product = fc.constantFrom(...someProducts);

  return fc.record<Step>({
    command: fc.oneof(
      { weight: 3, arbitrary: placing(order, product) },
      { weight: 3, arbitrary: waiting(order, product) },
      { weight: 6, arbitrary: amending(order, product) },
      { weight: 2, arbitrary: ending(order) },
      { weight: 2, arbitrary: paying(order) },
      { weight: 1, arbitrary: managing(product) },
      { weight: 3, arbitrary: fc.constant(null) },
    ),
    delivered: fc.nat(5),
    again: fc.boolean(),
  });
};

const luck = fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 });
