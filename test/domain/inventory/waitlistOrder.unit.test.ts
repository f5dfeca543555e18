import { expect } from 'chai';
import fc from 'fast-check';
import { DomainError } from '../../../domain/decider.js';
import {
  availableOf,
  type Inventory,
  type InventoryCommand,
  inventoryDecider,
  type InventoryEvent,
  isWaitlistUnserved,
  type Product,
  waitingFor,
} from '../../../domain/inventory/index.js';
import {
  adjust,
  commit,
  count,
  now,
  productId,
  release,
  releaseManually,
  reserveManually,
  serveWaitlist,
  setReservation,
  withStock,
} from './inventoryFixture.js';

const { decide, evolve, initialState } = inventoryDecider;

describe('Inventory: the waitlist, over everything that can happen', () => {
  it('serves in order of place, holds nothing back, and sells nothing twice', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 80 }), fc.nat(6), (steps, stock) => {
        const story = runAll(steps, withStock(stock));

        expectNothingOversold(story);
        expectNobodyFits(story);
        expectPlacesToGrow(story);
        expectOrderOfPlace(story);
      }),
      { numRuns: 600 },
    );
  });

  it('hands over as much as one append takes, and the rest when it is told to', () => {
    let state = withStock(0).reduce(evolve, initialState());
    for (let order = 0; order < 1_203; order += 1)
      state = decide(waitFor(1, order), state).reduce(evolve, state);
    const received = decide(adjust(1_200), state);
    expect(received).to.have.length(1 + 500);
    state = received.reduce(evolve, state);
    expect(isWaitlistUnserved(state, now)).to.equal(true);
    expect(decide(setReservation(1, line(5_000)), state)).to.have.length(1 + 500);

    for (const more of [500, 200, 0]) {
      const served = decide(serveWaitlist, state);
      expect(served).to.have.length(more);
      state = served.reduce(evolve, state);
    }
    expect(isWaitlistUnserved(state, now)).to.equal(false);
    expect(waitingFor(state as Product)).to.equal(3);
    expect(availableOf(state as Product)).to.equal(0);
  });

  it('serves nobody of a product that is not there', () => {
    expect(isWaitlistUnserved(initialState(), now)).to.equal(false);
  });
});

const line = (order: number) => ({
  orderId: `order-${order}`,
  itemId: `item-${order}`,
  userId: `user-${order % 3}`,
});

const waitFor = (quantity: number, order: number, orderRevision = 0): InventoryCommand =>
  setReservation(quantity, { ...line(order), orderRevision, ifSoldOut: 'WAIT' });

const order = fc.nat(9);
const revision = fc.nat(4);
const units = fc.integer({ min: 1, max: 3 });
const manualId = 'd0000000-0000-4000-8000-000000000004';

const commands: fc.Arbitrary<InventoryCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(units, order, revision).map((args) => waitFor(...args)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(3), order, revision)
      .map(([quantity, of, orderRevision]) =>
        setReservation(quantity, { ...line(of), orderRevision }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(order, revision).map(([of, at]) => release(at, line(of))),
  },
  fc.tuple(order, revision).map(([of, at]) => commit(at, line(of))),
  units.map((quantity) => reserveManually(manualId, quantity)),
  fc.constant(releaseManually(manualId)),
  fc.integer({ min: -2, max: 3 }).map(adjust),
  fc.nat(8).map(count),
  fc.constant(serveWaitlist),
  fc.option(fc.integer({ min: 1, max: 5 })).map((maxPerCustomer): InventoryCommand => ({
    type: 'ChangeProduct',
    data: { productId, expectedVersion: 1, now, maxPerCustomer },
  })),
);

/** Every state after an append, with what was appended. */
type Story = readonly Readonly<{ state: Product; events: readonly InventoryEvent[] }>[];

const runAll = (steps: readonly InventoryCommand[], before: readonly InventoryEvent[]): Story => {
  let state: Inventory = before.reduce(evolve, initialState());

  return steps.map((step) => {
    const events = attempt(step, state);
    state = events.reduce(evolve, state);

    return { state: state as Product, events };
  });
};

const attempt = (command: InventoryCommand, state: Inventory): readonly InventoryEvent[] => {
  try {
    return decide(command, state);
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
};

const expectNothingOversold = (story: Story): void => {
  for (const { data } of story.flatMap(({ events }) => events))
    if ('onHand' in data) expect(data.available).to.be.within(0, data.onHand);
};

/** Who waits, as the events say it: by order. */
const waitersAfter = (story: Story) => {
  const waiters = new Map<string, { place: number; units: number }>();

  return story.map(({ state, events }) => {
    for (const { type, data } of events)
      if (type === 'ReservationWaitlisted')
        waiters.set(data.orderId, { place: data.place, units: data.requested });
      else if ('orderId' in data) {
        const waiter = waiters.get(data.orderId);
        if ('place' in data || waiter !== undefined)
          expect(waiter).to.include({ place: 'place' in data ? data.place : null });
        waiters.delete(data.orderId);
      }

    return { state, waiters: new Map(waiters) };
  });
};

const expectNobodyFits = (story: Story): void => {
  for (const { state, waiters } of waitersAfter(story)) {
    expect(waitingFor(state)).to.equal(waiters.size);
    for (const { units: wanted } of waiters.values())
      expect(wanted).to.be.greaterThan(availableOf(state));
  }
};

const expectPlacesToGrow = (story: Story): void => {
  const places = story
    .flatMap(({ events }) => events)
    .flatMap(({ type, data }) => (type === 'ReservationWaitlisted' ? [data.place] : []));

  expect(places).to.eql(places.map((_, index) => index + 1));
};

/** Of those who wait for as many units, the one with the lowest place is served. */
const expectOrderOfPlace = (story: Story): void => {
  const waiters = new Map<string, { place: number; units: number }>();

  for (const { type, data } of story.flatMap(({ events }) => events)) {
    if (type === 'ReservationWaitlisted')
      waiters.set(data.orderId, { place: data.place, units: data.requested });
    else if ('orderId' in data) waiters.delete(data.orderId);
    if (type === 'StockReserved' && data.place !== undefined && data.quantity === data.change)
      for (const { place, units: wanted } of waiters.values())
        expect(wanted > data.quantity || place > data.place).to.equal(true);
  }
};
