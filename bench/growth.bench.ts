import type { Bench, Figure } from './frame/bench.js';
import { median } from './frame/statistics.js';
import { type Crowd, gatherCrowd } from './load/crowd.js';
import { after, closedLoop } from './load/loops.js';
import { countAnswer, countOutcome, latencies, newTally } from './load/tally.js';
import { fillWithOrders } from './system/fillWithOrders.js';
import { memoryFigures, memoryOf } from './system/memory.js';
import { startSystem } from './system/quickSale.js';

const callers = 256;

export const growth: Bench = {
  name: 'growth',
  question: 'Does anything get slower, or bigger, with 10, 1 000 and 100 000 orders already there?',
  limit: 30,
  run: async (workplace) => {
    const { isQuick, say } = workplace;
    const sizes = isQuick ? [10, 500] : [10, 1_000, 100_000];
    const seconds = isQuick ? 2 : 10;
    const rounds = isQuick ? 1 : 3;
    const system = await startSystem(workplace);
    const crowd = await gatherCrowd(system, { buyers: 400 });
    workplace.atEnd(crowd.stop);
    // the code is warm before the first size, or growth would look like progress
    const warmUp = await system.addProduct(1_000_000);
    await measure(crowd, warmUp, seconds);
    const productId = await system.addProduct(1_000_000);
    const figures: Figure[] = [];
    let there = 0;
    for (const size of sizes) {
      await fillWithOrders(crowd, productId, Math.max(0, size - there));
      const measured = [];
      for (let round = 0; round < rounds; round += 1)
        measured.push(await measure(crowd, productId, seconds));
      there = Math.max(there, size);
      figures.push(...figuresOf(size, measured));
      say(`with ${size}: ${JSON.stringify(measured)}`);
    }
    const memory = memoryOf(system.folder);

    return {
      settings: { sizes, seconds, rounds, callers },
      figures: [...figures, kept(figures), ...memoryFigures('at the end', [memory])],
    };
  },
};

type Measured = Readonly<{ perSecond: number; p50: number }>;

const measure = async (crowd: Crowd, productId: string, seconds: number): Promise<Measured> => {
  const tally = newTally();
  const took = await closedLoop(callers, after(seconds * 1000), async (caller) => {
    const click = await crowd.click(caller, productId);
    countAnswer(tally, click);
    await countOutcome(tally, crowd, click);
  });

  return { perSecond: tally.confirmed / took, p50: latencies(tally.toPush).p50 };
};

const figuresOf = (size: number, measured: readonly Measured[]): Figure[] => [
  {
    what: `with ${size} orders`,
    unit: 'orders/s',
    rounds: measured.map(({ perSecond }) => perSecond),
  },
  { what: `with ${size} orders, p50`, unit: 'ms', rounds: measured.map(({ p50 }) => p50) },
];

/** Share of the smallest size's orders/s that is left with the largest. */
const kept = (figures: readonly Figure[]): Figure => {
  const rates = figures.filter(({ unit }) => unit === 'orders/s').map(({ rounds }) => rounds);
  const first = median(rates[0] ?? []);

  return {
    what: 'orders/s kept',
    unit: '%',
    rounds: (rates.at(-1) ?? []).map((rate) => (rate / first) * 100),
    floor: { atLeast: 85 },
  };
};
