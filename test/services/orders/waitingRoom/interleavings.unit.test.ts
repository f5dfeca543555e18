import { expect } from 'chai';
import fc from 'fast-check';
import { pause } from '../../../../platform/concurrency/index.js';
import { openSale } from './sale.js';

type Sale = ReturnType<typeof openSale>;

type Step = (sale: Sale) => void;

const index = fc.nat({ max: 50 });

const quantities = fc.constantFrom(1, 1, 1, 2, 3);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: quantities.map(
      (quantity): Step =>
        (sale) =>
          sale.buy(quantity),
    ),
  },
  {
    weight: 4,
    arbitrary: index.map(
      (at): Step =>
        (sale) =>
          sale.write(at),
    ),
  },
  {
    weight: 4,
    arbitrary: index.map(
      (at): Step =>
        (sale) =>
          sale.acknowledge(at),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.boolean().map(
      (no): Step =>
        (sale) =>
          sale.decide(no),
    ),
  },
  {
    weight: 4,
    arbitrary: index.map(
      (events): Step =>
        (sale) =>
          sale.project(1 + (events % 4)),
    ),
  },
  {
    weight: 1,
    arbitrary: index.map(
      (units): Step =>
        (sale) =>
          sale.release(1 + (units % 2)),
    ),
  },
  {
    weight: 1,
    arbitrary: index.map(
      (at): Step =>
        (sale) =>
          sale.goAway(at),
    ),
  },
);

/** Until nothing is under way: whoever waits then waits for units that there are not. */
const untilQuiet = async (sale: Sale): Promise<void> => {
  do {
    sale.write(0);
    sale.acknowledge(0);
    sale.decide(false);
    sale.project(10);
    await pause(0);
  } while (!sale.isQuiet());
};

describe('The waiting room, at any interleaving', function () {
  this.timeout(60_000);

  const property = (check: (sale: Sale) => void) =>
    fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 6 }),
        fc.array(step, { maxLength: 60 }),
        async (units, steps) => {
          const sale = openSale(units);
          for (const take of steps) {
            take(sale);
            // as the event loop does between two callbacks
            await new Promise(setImmediate);
          }
          await untilQuiet(sale);
          try {
            check(sale);
          } finally {
            sale.room.stop();
          }
        },
      ),
      { numRuns: 300 },
    );

  it('lets in no order for which there are no units', () =>
    property((sale) => {
      expect(sale.decisions()).to.not.include('OUT_OF_STOCK');
    }));

  it('keeps nobody waiting for units that are there', () =>
    property((sale) => {
      const waiting = [...sale.room.waitingByProduct().values()][0] ?? 0;
      expect(waiting).to.equal(sale.waiting());
      if (waiting > 0) expect(sale.available()).to.be.below(3);
    }));

  it('lets in those who want as much in the order in which they came', () =>
    property((sale) => {
      for (const quantity of [1, 2, 3]) {
        const order = sale.sent().flatMap((one) => (one.quantity === quantity ? one.arrived : []));
        expect(order).to.deep.equal(order.toSorted((one, other) => one - other));
      }
    }));

  it('refuses nobody while units are there', () =>
    property((sale) => {
      const refused = sale.answers().filter(({ outcome }) => outcome === 'refused');
      const sold = sale.decisions().filter((decision) => decision === 'RESERVED');
      if (refused.length > 0) expect(sold.length).to.be.greaterThan(0);
    }));
});
