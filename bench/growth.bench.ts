import type { Bench, Figure } from './harness/bench.js';
import { median } from './harness/statistics.js';
import { buy } from './load/buy.js';
import { type Buyers, connectBuyers } from './load/buyers.js';
import { refuseFaults } from './load/faults.js';
import { after, closedLoop } from './load/loops.js';
import { latencies, newTally } from './load/tally.js';
import { fillWithOrders } from './system/fillWithOrders.js';
import { boundedMemory, type Memory, memoryFigures, memoryOf } from './system/memory.js';
import { startSystem, type System } from './system/quickSale.js';

const callers = 256;

export const growth: Bench = {
  name: 'growth',
  question:
    'Does anything get slower, or bigger, where a product has 10, 1 000 and 100 000 orders already?',
  limit: 30,
  run: async (context) => {
    const { isQuick, say } = context;
    const sizes = isQuick ? [10, 2_000] : [10, 1_000, 100_000];
    const seconds = isQuick ? 2 : 10;
    const rounds = isQuick ? 1 : 3;
    const memoryAfter = isQuick ? 2_000 : 100_000;
    const system = await startSystem(context);
    const buyers = await connectBuyers(system, { count: 400 });
    context.atEnd(buyers.stop);
    const sale = createSale(system, buyers, seconds);
    const memory = (): Memory[] => [memoryOf(system.folder)];
    // the code is warm before the first size, or growth would look like progress
    await sale.measure(await sale.addProduct());
    const figures: Figure[] = [];
    for (const size of sizes) {
      const productId = await sale.addProduct();
      const isLargest = size === sizes.at(-1);
      const first = isLargest ? Math.max(0, memoryAfter - sale.orders()) : size;
      await sale.fill(productId, first);
      if (isLargest)
        figures.push(...boundedMemory(`after ${sale.orders()} orders at full speed`, memory()));
      await sale.fill(productId, size - first);
      const measured = [];
      for (let round = 0; round < rounds; round += 1) measured.push(await sale.measure(productId));
      figures.push(...figuresOf(size, measured));
      say(`with ${size}: ${JSON.stringify(measured)}`);
    }
    const atTheEnd = memoryFigures(`at the end, after ${sale.orders()} orders`, memory());

    return {
      settings: { sizes, seconds, rounds, callers },
      figures: [...figures, kept(figures), ...atTheEnd],
    };
  },
};

type Measured = Readonly<{ perSecond: number; p50: number }>;

/** Counts all orders that there are. */
const createSale = (system: System, buyers: Buyers, seconds: number) => {
  let orders = 0;

  return {
    orders: () => orders,
    addProduct: () => system.addProduct(1_000_000),
    fill: async (productId: string, count: number): Promise<void> => {
      await fillWithOrders(buyers, productId, count);
      orders += count;
    },
    measure: async (productId: string): Promise<Measured> => {
      const tally = newTally();
      const took = await closedLoop(callers, after(seconds * 1000), (caller) =>
        buy({ buyers, productId, tally }, caller),
      );
      refuseFaults(tally);
      orders += tally.accepted;

      return { perSecond: tally.confirmed / took, p50: latencies(tally.toPush).p50 };
    },
  };
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
