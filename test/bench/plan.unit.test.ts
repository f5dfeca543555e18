import { expect } from 'chai';
import type { Costs, PartCost } from '../../bench/plan/costs.js';
import { fitBatching, fitLatency, fitPart, measuredWaits } from '../../bench/plan/fit.js';
import { planFleet } from '../../bench/plan/fleet.js';
import {
  batchesAt,
  ceilings,
  cpuOfPart,
  predictCallers,
  predictPace,
  rateAt,
} from '../../bench/plan/model.js';
import { seeded, simulatePart } from '../../bench/plan/simulate.js';

const part = (given: Partial<PartCost> = {}): PartCost => ({
  idle: 0.01,
  perOrder: 0.001,
  perBatch: 0.004,
  ...given,
});

const batching = { perOrder: 1, mergeSeconds: 1 / 30 };

const cpuAt = (cost: PartCost, rate: number): number =>
  cpuOfPart(cost, { rate, batches: batchesAt(batching, rate) });

const services = [
  'gateway',
  'auth',
  'inventory',
  'orders',
  'notifier',
  'projector',
  'bridge',
  'operations',
];

const costs = (parts: Costs['parts']): Costs => ({
  measuredAt: '2026-11-27T00:00:00Z',
  source: 'a test',
  commit: 'abc',
  cores: 2,
  fastest: 700,
  attainable: 1,
  parts,
  together: 1,
  batching,
  latency: {
    aloneMs: 12,
    windows: 4,
    measured: [
      { share: 0.1, p50: 12 },
      { share: 0.5, p50: 60 },
      { share: 0.8, p50: 150 },
    ],
  },
  refusal: {},
  order: {
    events: 4,
    eventBytes: 2_000,
    messages: 5,
    kafkaBytes: 3_000,
    postgresBytes: 5_000,
    transactions: 1,
  },
  socketBytes: 20_000,
  checked: [],
});

describe('npm run plan', () => {
  describe('the costs', () => {
    it('are found again from what they make of some rates, also where the cores were full', () => {
      const cost = part();
      // at the last two there was no time for as many batches
      const points = [
        { rate: 10, batches: batchesAt(batching, 10) },
        { rate: 80, batches: batchesAt(batching, 80) },
        { rate: 300, batches: 9 },
        { rate: 400, batches: 4 },
      ].map((load) => ({ ...load, cpu: cpuOfPart(cost, load) }));
      const found = fitPart(cost.idle, points);

      expect(found.perOrder).to.be.closeTo(cost.perOrder, 1e-9);
      expect(found.perBatch).to.be.closeTo(cost.perBatch, 1e-9);
    });

    it('are never below nothing, however odd what was measured is', () => {
      const found = fitPart(0.1, [
        { rate: 10, batches: 10, cpu: 0.05 },
        { rate: 100, batches: 25, cpu: 0.5 },
        { rate: 400, batches: 30, cpu: 0.4 },
      ]);

      expect(Math.min(found.perOrder, found.perBatch)).to.be.at.least(0);
    });

    it('of batches are found again from two rates', () => {
      const known = { perOrder: 2.5, mergeSeconds: 0.03 };
      const points = [14, 36].map((rate) => {
        const utilisation = rate / 50;
        const mergeSeconds = known.mergeSeconds / (1 - utilisation);

        return { rate, utilisation, batches: batchesAt({ ...known, mergeSeconds }, rate) };
      });
      const found = fitBatching(points);

      expect(found.perOrder).to.be.closeTo(known.perOrder, 1e-9);
      expect(found.mergeSeconds).to.be.closeTo(known.mergeSeconds, 1e-9);
    });

    it('of a part that does nothing are none, whatever one tick of the clock says', () => {
      const found = fitPart(0.002, [
        { rate: 16, batches: 64, cpu: 0.0067 },
        ...[41, 152, 351, 507].map((rate) => ({ rate, batches: 60, cpu: 0.0013 })),
      ]);

      expect(found.perOrder * 507 + found.perBatch * 60).to.be.at.most(0.01);
    });

    it('of latency are found again: an order alone, and the windows that it waits', () => {
      const points = [2, 40, 90].map((rate) => {
        const windowSeconds = rate / 5_000;
        const known = { perOrder: 4, mergeSeconds: windowSeconds };
        const p50 = 12 + (rate === 2 ? 0 : 3 * windowSeconds * 1000);

        return { rate, batches: batchesAt(known, rate), p50 };
      });
      const { aloneMs, windows } = fitLatency({ perOrder: 4, mergeSeconds: 0.001 }, points);

      expect(aloneMs).to.equal(12);
      expect(windows).to.be.closeTo(3, 1e-9);
    });
  });

  describe('the waits of one machine', () => {
    it('are those that were measured, and between them on a line', () => {
      const model = costs({ a: part() });
      const [{ perSecond } = { perSecond: 0 }] = ceilings(model, 1);
      const waits = [0.1, 0.3, 0.5, 0.65].map((share) => predictPace(model, share * perSecond, 1));

      for (const [at, wait] of [12, 36, 60, 105].entries())
        expect(waits[at]?.p50).to.be.closeTo(wait, 1e-6);
    });

    it('go on behind the last one', () => {
      const model = costs({ a: part() });
      const [{ perSecond } = { perSecond: 0 }] = ceilings(model, 1);

      expect(predictPace(model, 0.9 * perSecond, 1).p50).to.be.closeTo(180, 1e-6);
    });

    it('never get shorter with more orders', () => {
      const points = [27, 25, 80].map((p50, at) => ({ rate: 10 * (at + 1), p50 }));

      expect(measuredWaits(points, 100)).to.deep.equal([
        { share: 0.1, p50: 27 },
        { share: 0.2, p50: 27 },
        { share: 0.3, p50: 80 },
      ]);
    });
  });

  describe('one machine', () => {
    it('ends at its cores where no thread is full before, with batches as large as can be', () => {
      const [first] = ceilings(costs({ a: part(), b: part() }), 0.5);

      expect(first?.resource).to.equal('cores');
      expect(first?.perSecond).to.be.closeTo((0.5 - 0.02) / 0.002, 0.001);
    });

    it('ends at the thread that is full first, if there are cores enough', () => {
      const [first] = ceilings(costs({ a: part(), b: part({ perOrder: 0.01 }) }), 16);

      expect(first?.resource).to.equal('thread of b');
      expect(first?.perSecond).to.be.closeTo(99, 0.001);
    });

    it('takes any thread of Postgres, which has many', () => {
      const [first] = ceilings(costs({ a: part(), postgres: part({ perOrder: 0.01 }) }), 16);

      expect(first?.resource).to.equal('thread of a');
    });

    it('makes buyers wait the longer the fuller it is, and takes no more than it can', () => {
      const model = costs({ a: part(), b: part() });
      const [quiet, busy, beyond] = [20, 300, 5_000].map((rate) => predictPace(model, rate, 1));

      expect(quiet?.p50).to.be.lessThan(busy?.p50 ?? 0);
      expect(busy?.p50).to.be.lessThan(beyond?.p50 ?? 0);
      expect(beyond?.perSecond).to.be.lessThan(600);
    });

    it('is never busier than it can be: where the cores are full, batches get larger', () => {
      const model = costs({ a: part(), b: part() });
      const busy = [20, 200, 475].map((rate) => predictPace(model, rate, 1).cores);

      expect(busy[0]).to.be.lessThan(0.3);
      expect(busy[2]).to.be.within(0.95, 1);
      expect(Math.max(...busy)).to.be.at.most(1);
    });

    it('has as many orders under way as buyers wait: Little', () => {
      const model = costs({ a: part() });
      const { perSecond, p50 } = predictCallers(model, 128, 1);

      expect((perSecond * p50) / 1000).to.be.closeTo(128, 0.1);
      expect(perSecond).to.be.at.most(ceilings(model, 1)[0]?.perSecond ?? 0);
    });
  });

  it('has more of buyers who order together, where that costs less', () => {
    const model = costs({ a: part() });
    const [alone, together] = [1, 0.8].map((factor) =>
      predictCallers({ ...model, together: factor }, 128, 1),
    );

    expect(together?.perSecond).to.be.above((alone?.perSecond ?? 0) * 1.05);
    expect(together?.p50).to.be.below(alone?.p50 ?? 0);
  });

  it('finds the rate at which something is full', () => {
    expect(rateAt((rate) => rate / 50, 3)).to.be.closeTo(150, 0.001);
  });

  describe('the simulation', () => {
    for (const rate of [5, 60, 400])
      it(`is as busy as the arithmetic says, at ${rate} orders/s`, () => {
        const cost = part();
        const options = { rate, batching, seconds: 300, random: seeded(7) };
        const simulated = simulatePart(cost, options);

        expect(simulated.perSecond / rate).to.be.within(0.95, 1.05);
        expect(simulated.utilisation / cpuAt(cost, rate)).to.be.within(0.93, 1.07);
      });

    it('lets no more through than one thread can', () => {
      const simulated = simulatePart(part(), {
        rate: 3_000,
        batching,
        seconds: 60,
        random: seeded(7),
      });

      expect(simulated.perSecond).to.be.within(700, 1_000);
    });
  });

  describe('a fleet', () => {
    const sale = { buyers: 1_000_000, units: 20_000, products: 1, seconds: 60, cores: 8 };
    const model = costs({
      ...Object.fromEntries(services.map((name) => [name, part()])),
      postgres: part(),
      eventStore: part(),
      kafka: part(),
    });

    it('has two of each service, and of projector and bridge one that stands by', () => {
      const { instances } = planFleet(model, { ...sale, buyers: 10, units: 10 });

      expect(instances).to.have.all.keys(...services);
      expect(Object.values(instances).every((count) => count === 2)).to.equal(true);
    });

    it('grows with the buyers where sockets and waiting requests do', () => {
      const { instances, clicksPerSecond, ordersPerSecond } = planFleet(model, sale);

      expect(Math.round(clicksPerSecond)).to.equal(16_667);
      expect(Math.round(ordersPerSecond)).to.equal(333);
      expect(instances['notifier']).to.equal(40);
      expect(instances['orders']).to.be.at.least(4);
      expect(instances['projector']).to.equal(2);
    });

    it('says that one product ends at one process, and six products later', () => {
      const ofInventory = (products: number): number =>
        planFleet(model, { ...sale, products }).ceilings.find(({ resource }) =>
          resource.startsWith('inventory'),
        )?.perSecond ?? 0;

      expect(ofInventory(6) / ofInventory(1)).to.be.closeTo(6, 0.01);
      expect(ofInventory(50)).to.equal(ofInventory(6));
    });

    it('counts the refusals, which cost something too', () => {
      const withRefusals = { ...model, refusal: { gateway: 0.0002 } };
      const [without, counted] = [model, withRefusals].map(
        (one) => planFleet(one, sale).busy['gateway'] ?? 0,
      );

      expect((counted ?? 0) - (without ?? 0)).to.be.closeTo(16_333 * 0.0002, 0.01);
    });
  });
});
