import { expect } from 'chai';
import fc from 'fast-check';
import { pause } from '../../../../platform/concurrency/index.js';
import { openSale } from './sale.js';

type Sale = ReturnType<typeof openSale>;

type Step = (sale: Sale) => void;

const index = fc.nat({ max: 50 });
const quantities = fc.constantFrom(1, 1, 1, 2, 3);
const process = fc.nat({ max: 1 });

const step = <Chosen>(
  weight: number,
  chosen: fc.Arbitrary<Chosen>,
  take: (sale: Sale, chosen: Chosen) => void,
): fc.WeightedArbitrary<Step> => ({
  weight,
  arbitrary: chosen.map((one): Step => (sale) => {
    take(sale, one);
  }),
});

const steps = [
  step(6, fc.tuple(quantities, process), (sale, [quantity, at]) => {
    sale.buy(quantity, { process: at });
  }),
  step(4, index, (sale, at) => {
    sale.write(at);
  }),
  step(4, index, (sale, at) => {
    sale.acknowledge(at);
  }),
  step(3, fc.boolean(), (sale, isOverLimit) => {
    sale.decide(isOverLimit);
  }),
  step(4, fc.tuple(fc.integer({ min: 1, max: 4 }), process), (sale, [events, at]) => {
    sale.project(events, at);
  }),
  step(1, fc.integer({ min: 1, max: 2 }), (sale, units) => {
    sale.release(units);
  }),
  step(1, index, (sale, at) => {
    sale.goAway(at);
  }),
];

/** What goes wrong: processes die, and whoever heard nothing clicks again, wherever. */
const troubles = [
  step(1, process, (sale, at) => {
    sale.kill(at);
  }),
  step(2, fc.tuple(index, process), (sale, [at, other]) => {
    const sent = sale.sent();
    const { orderId, quantity } = sent[at % Math.max(1, sent.length)] ?? {};
    if (orderId !== undefined) sale.buy(quantity ?? 1, { orderId, process: other });
  }),
];

/** Until nothing is under way: whoever waits then waits for units that there are not. */
const untilQuiet = async (sale: Sale): Promise<void> => {
  do {
    sale.write(0);
    sale.acknowledge(0);
    sale.decide(false);
    for (const [at] of sale.rooms().entries()) sale.project(10, at);
    await pause(0);
  } while (!sale.isQuiet());
};

const property = (processes: number, step: fc.Arbitrary<Step>) => (check: (sale: Sale) => void) =>
  fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 6 }),
      fc.array(step, { maxLength: 60 }),
      async (units, chosen) => {
        const sale = openSale(units, { processes });
        for (const take of chosen) {
          take(sale);
          // as the event loop does between two callbacks
          await new Promise(setImmediate);
        }
        await untilQuiet(sale);
        try {
          check(sale);
        } finally {
          for (const room of sale.rooms()) room.stop();
        }
      },
    ),
    { numRuns: 300 },
  );

const keepsNobodyWaiting = (sale: Sale): void => {
  const waiting = sale
    .rooms()
    .reduce((sum, room) => sum + ([...room.waitingByProduct().values()][0] ?? 0), 0);
  expect(waiting).to.equal(sale.waiting());
  if (waiting > 0) expect(sale.available()).to.be.below(3);
};

const refusesNobodyTooSoon = (sale: Sale): void => {
  const refused = sale.answers().filter(({ outcome }) => outcome === 'refused');
  if (refused.length > 0) expect(sale.decisions()).to.include('RESERVED');
};

describe('The waiting room, at any interleaving', function () {
  this.timeout(60_000);

  describe('of one process', () => {
    const always = property(1, fc.oneof(...steps));

    it('lets in no order for which there are no units', () =>
      always((sale) => {
        expect(sale.surplus()).to.deep.equal([]);
      }));

    it('lets in those who want as much in the order in which they came', () =>
      always((sale) => {
        for (const quantity of [1, 2, 3]) {
          const order = sale
            .sent()
            .flatMap((one) => (one.quantity === quantity ? one.arrived : []));
          expect(order).to.deep.equal(order.toSorted((one, other) => one - other));
        }
      }));

    it('keeps nobody waiting for units that are there', () => always(keepsNobodyWaiting));
    it('refuses nobody while units are there', () => always(refusesNobodyTooSoon));
  });

  describe('of two processes that are killed, with clicks that are repeated', () => {
    const always = property(2, fc.oneof(...steps, ...troubles));

    it('lets in an order too many only behind one that its process could not know of', () =>
      always((sale) => {
        expect(sale.surplus().filter((order) => !sale.wasOvertaken(order))).to.deep.equal([]);
      }));

    it('keeps nobody waiting for units that are there', () => always(keepsNobodyWaiting));
    it('refuses nobody while units are there', () => always(refusesNobodyTooSoon));
  });
});
