import { expect } from 'chai';
import fc from 'fast-check';
import {
  emptyWaitlist,
  firstFitting,
  type WaitingReservation,
  type Waitlist,
  waitingIn,
  waitlistOf,
  withoutPlace,
  withWaiting,
} from '../../../domain/inventory/waitlist.js';

const waiter = (place: number, units: number): WaitingReservation => ({
  userId: 'u',
  units,
  orderRevision: 0,
  status: 'WAITING',
  orderId: `order-${place}`,
  itemId: null,
  place,
});

/** Around the numbers of places at which the list grows by a level. */
const places = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1_020, max: 1_030 }),
  fc.integer({ min: 32_760, max: 32_775 }),
);

const step = fc.record({ place: places, units: fc.integer({ min: 1, max: 5 }) });

describe('The waitlist, beside a list that is looked through', () => {
  it('finds the first who fits, and counts who waits, whoever comes and leaves', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const model = new Map<number, WaitingReservation>();
        let list = emptyWaitlist;
        for (const { place, units } of steps) {
          const leaves = model.has(place);
          if (leaves) model.delete(place);
          else model.set(place, waiter(place, units));
          list = leaves ? withoutPlace(list, place) : withWaiting(list, waiter(place, units));
          expectSame(list, model);
        }
        expect(waitlistOf(list.lastPlace, [...model.values()])).to.eql(list);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves every earlier list as it was', () => {
    const before = withWaiting(emptyWaitlist, waiter(1, 1));
    withoutPlace(before, 1);
    withWaiting(before, waiter(40, 1));

    expect(waitingIn(before)).to.equal(1);
    expect(firstFitting(before, 1)?.place).to.equal(1);
    expect([before.span, before.lastPlace]).to.eql([32, 1]);
  });

  it('grows where the places end, and not before', () => {
    const at = (place: number) => withWaiting(emptyWaitlist, waiter(place, 1));

    expect([31, 32, 1_023, 1_024].map((place) => at(place).span)).to.eql([
      32, 1_024, 1_024, 32_768,
    ]);
    expect(withoutPlace(at(40), 40).lastPlace).to.equal(40);
  });
});

const expectSame = (list: Waitlist, model: ReadonlyMap<number, WaitingReservation>): void => {
  const inOrder = [...model.values()].sort((a, b) => a.place - b.place);
  expect(waitingIn(list)).to.equal(model.size);
  for (const units of [0, 1, 2, 3, 5])
    expect(firstFitting(list, units)).to.eql(
      inOrder.find((waiting) => waiting.units <= units) ?? null,
    );
};
