import { expect } from 'chai';
import type { Costs, PartCost } from '../../bench/plan/costs.js';
import { fitLatency, fitPart } from '../../bench/plan/fit.js';
import { planFleet } from '../../bench/plan/fleet.js';
import {
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
  batchesPerSecond: 30,
  ...given,
});

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
  latency: { aloneMs: 12, waitMs: 8 },
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
    it('are found again from what they make of three rates', () => {
      const cost = part();
      const points = [10, 80, 400].map((rate) => ({ rate, cpu: cpuOfPart(cost, rate) }));
      const found = fitPart(cost.idle, points);

      for (const rate of [5, 40, 200, 800])
        expect(cpuOfPart(found, rate)).to.be.closeTo(cpuOfPart(cost, rate), 0.05);
    });

    it('are never below nothing, however odd what was measured is', () => {
      const found = fitPart(0.1, [
        { rate: 10, cpu: 0.05 },
        { rate: 100, cpu: 0.5 },
        { rate: 400, cpu: 0.4 },
      ]);

      expect(Math.min(found.perOrder, found.perBatch)).to.be.at.least(0);
    });

    it('of latency pass through both ends', () => {
      const { aloneMs, waitMs } = fitLatency([
        { utilisation: 0.2, p50: 15 },
        { utilisation: 0.5, p50: 17 },
        { utilisation: 0.8, p50: 30 },
      ]);

      expect(aloneMs + waitMs * 0.25).to.be.closeTo(15, 0.01);
      expect(aloneMs + waitMs * 4).to.be.closeTo(30, 0.01);
    });
  });

  describe('one machine', () => {
    it('ends at its cores where no thread is full before', () => {
      const [first] = ceilings(costs({ a: part(), b: part() }), 0.5);

      expect(first?.resource).to.equal('cores');
      expect(2 * cpuOfPart(part(), first?.perSecond ?? 0)).to.be.closeTo(0.5, 0.001);
    });

    it('ends at the thread that is full first, if there are cores enough', () => {
      const [first] = ceilings(costs({ a: part(), b: part({ perOrder: 0.01 }) }), 16);

      expect(first?.resource).to.equal('thread of b');
      expect(first?.perSecond).to.be.within(80, 100);
    });

    it('takes any thread of Postgres, which has many', () => {
      const [first] = ceilings(costs({ a: part(), postgres: part({ perOrder: 0.01 }) }), 16);

      expect(first?.resource).to.equal('thread of a');
    });

    it('makes buyers wait the longer the fuller it is, and takes no more than it can', () => {
      const model = costs({ a: part(), b: part() });
      const [quiet, busy, beyond] = [20, 300, 5_000].map((rate) => predictPace(model, rate, 1));

      expect(quiet?.p50).to.be.lessThan(busy?.p50 ?? 0);
      expect(beyond?.perSecond).to.be.lessThan(600);
    });

    it('has as many orders under way as buyers wait: Little', () => {
      const model = costs({ a: part() });
      const { perSecond, p50 } = predictCallers(model, 128, 1);

      expect((perSecond * p50) / 1000).to.be.closeTo(128, 0.1);
      expect(perSecond).to.be.at.most(ceilings(model, 1)[0]?.perSecond ?? 0);
    });
  });

  it('finds the rate at which something is full', () => {
    expect(rateAt((rate) => rate / 50, 3)).to.be.closeTo(150, 0.001);
  });

  describe('the simulation', () => {
    for (const rate of [5, 60, 400])
      it(`is as busy as the arithmetic says, at ${rate} orders/s`, () => {
        const cost = part();
        const simulated = simulatePart(cost, { rate, seconds: 300, random: seeded(7) });

        expect(simulated.perSecond / rate).to.be.within(0.95, 1.05);
        expect(simulated.utilisation / cpuOfPart(cost, rate)).to.be.within(0.93, 1.07);
      });

    it('lets no more through than one thread can', () => {
      const simulated = simulatePart(part(), { rate: 3_000, seconds: 60, random: seeded(7) });

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
