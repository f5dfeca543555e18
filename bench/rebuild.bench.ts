import type { Bench } from './harness/bench.js';
import { buy } from './load/buy.js';
import { connectBuyers } from './load/buyers.js';
import { openLoop } from './load/loops.js';
import { newTally } from './load/tally.js';
import { startSystem } from './system/quickSale.js';
import { fillWithOrders } from './system/fillWithOrders.js';
import { createLogger } from '../platform/logging/index.js';
import {
  readModelNames,
  rebuildReadModels,
  type Rebuilt,
} from '../services/projector/rebuildReadModels.js';

export const rebuild: Bench = {
  name: 'rebuild',
  question:
    'How fast are the read models built again from the first event, while the system serves?',
  limit: 15,
  run: async (context) => {
    const { isQuick } = context;
    const orders = isQuick ? 1_000 : 10_000;
    const rounds = isQuick ? 1 : 3;
    const system = await startSystem(context);
    const buyers = await connectBuyers(system, { count: 200 });
    context.atEnd(buyers.stop);
    const productId = await system.addProduct(1_000_000);
    await fillWithOrders(buyers, productId, orders);
    const measured: number[] = [];
    const tally = newTally();
    for (let round = -1; round < rounds; round += 1) {
      const startedAt = performance.now();
      const [rebuilt] = await Promise.all([
        rebuildOn(system.endpoints),
        // few, so that the figure is the rebuild's
        openLoop({ perSecond: 5, seconds: 2 }, (index) => buy({ buyers, productId, tally }, index)),
      ]);
      const perSecond = rebuilt.result.events / ((rebuilt.endedAt - startedAt) / 1000);
      context.say(`${rebuilt.result.events} events, ${Math.round(perSecond)}/s`);
      if (round >= 0) measured.push(perSecond);
    }

    return {
      settings: { orders, rounds, ordersMeanwhile: '5/s', readModels: readModelNames },
      figures: [
        { what: 'events folded', unit: '1/s', rounds: measured, floor: { atLeast: 15_000 } },
      ],
      remarks: [`meanwhile ${tally.confirmed} of ${tally.toAnswer.length} orders were confirmed`],
    };
  },
};

type Timed = Readonly<{ result: Rebuilt; endedAt: number }>;

const rebuildOn = async ({
  postgres: databaseUrl,
  eventStore: eventStoreUrl,
}: Readonly<{ postgres: string; eventStore: string }>): Promise<Timed> => {
  const logger = createLogger({ name: 'rebuild', level: 'error' });
  const result = await rebuildReadModels(
    { databaseUrl, eventStoreUrl, logger },
    { names: readModelNames, onlyCheck: false, onProgress: () => undefined },
  );
  const wrong = result.differences.filter(({ examples }) => examples.length > 0);
  if (wrong.length > 0) throw new Error(`the live rows were wrong: ${JSON.stringify(wrong)}`);

  return { result, endedAt: performance.now() };
};
