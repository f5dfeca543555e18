import type { Bench, Figure } from './harness/bench.js';
import { median } from './harness/statistics.js';
import { buyAt } from './load/buyAt.js';
import { connectBuyers } from './load/buyers.js';
import { latencies } from './load/tally.js';
import { boundedMemory, type Memory, memoryOf } from './system/memory.js';
import { startSystem } from './system/quickSale.js';

const perSecond = 170;

export const tenMinutes: Bench = {
  name: 'tenMinutes',
  question: 'Is anything bigger, or slower, at the end of ten minutes and 100 000 orders?',
  limit: 20,
  run: async (context) => {
    const { isQuick, say } = context;
    const periods = isQuick ? 4 : 20;
    const seconds = isQuick ? 1 : 30;
    const system = await startSystem(context);
    const buyers = await connectBuyers(system, { count: 400 });
    context.atEnd(buyers.stop);
    const productId = await system.addProduct(1_000_000);
    const measured: Period[] = [];
    for (let period = 1; period <= periods; period += 1) {
      const tally = await buyAt({ perSecond, seconds }, buyers, productId);
      const memory = memoryOf(system.folder);
      const { p50, p99 } = latencies(tally.toPush);
      measured.push({ memory, p50, p99 });
      say(`${period * seconds} s: ${JSON.stringify({ ...memory, p50, p99 })}`);
    }

    return {
      settings: { perSecond, periods, seconds, buyers: 400, loop: 'open' },
      figures: figuresOf(measured),
    };
  },
};

type Period = Readonly<{ memory: Memory; p50: number; p99: number }>;

/** The second quarter is warm and has little behind it; the last quarter is what it has come to. */
const figuresOf = (periods: readonly Period[]): Figure[] => {
  const quarter = periods.length / 4;
  const early = periods.slice(quarter, 2 * quarter);
  const late = periods.slice(-quarter);
  const compared = (what: string, unit: string, of: (period: Period) => number): Figure[] => [
    { what: `${what}, second quarter`, unit, rounds: early.map(of) },
    { what: `${what}, last quarter`, unit, rounds: late.map(of) },
    {
      what: `${what}, more at the end`,
      unit,
      rounds: [median(late.map(of)) - median(early.map(of))],
    },
  ];

  return [
    ...boundedMemory(
      'in the last quarter',
      late.map(({ memory }) => memory),
    ),
    ...compared('services', 'MiB', ({ memory }) => memory.services),
    ...compared('event store node', 'MiB', ({ memory }) => memory.eventStore),
    ...compared('click to push, p50', 'ms', ({ p50 }) => p50),
    ...compared('click to push, p99', 'ms', ({ p99 }) => p99),
  ];
};
