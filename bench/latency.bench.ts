import type { Bench, Figure } from './harness/bench.js';
import { buyAt } from './load/buyAt.js';
import { connectBuyers } from './load/buyers.js';
import { latencies, type Tally } from './load/tally.js';
import { startSystem } from './system/quickSale.js';

const rates = [20, 100, 300];

export const latency: Bench = {
  name: 'latency',
  question: 'How long does a buyer wait, from the click to the push, at a given rate?',
  limit: 10,
  run: async (context) => {
    const seconds = context.isQuick ? 3 : 20;
    const rounds = context.isQuick ? 1 : 3;
    const system = await startSystem(context);
    const buyers = await connectBuyers(system, { count: 200 });
    context.atEnd(buyers.stop);
    const productId = await system.addProduct(1_000_000);
    const load = (perSecond: number) => buyAt({ perSecond, seconds }, buyers, productId);
    // one warm-up of all code: the first orders meet an interpreter, not a compiler
    await load(100);
    const tallies: { perSecond: number; tally: Tally }[] = [];
    for (let round = 0; round < rounds; round += 1)
      for (const perSecond of rates) tallies.push({ perSecond, tally: await load(perSecond) });

    return {
      settings: { rates, seconds, rounds, buyers: 200, loop: 'open' },
      figures: rates.flatMap((perSecond) =>
        toFigures(
          perSecond,
          tallies.filter((one) => one.perSecond === perSecond).map(({ tally }) => tally),
        ),
      ),
    };
  },
};

const toFigures = (perSecond: number, tallies: readonly Tally[]): Figure[] =>
  (['p50', 'p95', 'p99'] as const).map((which) => ({
    what: `click to push at ${perSecond}/s, ${which}`,
    unit: 'ms',
    rounds: tallies.map(({ toPush }) => latencies(toPush)[which]),
  }));
