import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database } from '../platform/postgres/index.js';
import { createLogger } from '../platform/logging/index.js';
import { fillWithProducts } from './eventStore/fillWithProducts.js';
import type { Bench, Figure } from './harness/bench.js';
import { interleave } from './harness/interleave.js';
import type { BenchContext } from './harness/benchContext.js';
import { memoryOf } from './system/memory.js';
import { startSystem } from './system/quickSale.js';

const settledAfterMs = 5_000;

export const finishedProducts: Bench = {
  name: 'finishedProducts',
  question: 'What do 50 000 products that are sold and withdrawn cost at the start, and in memory?',
  limit: 40,
  run: async (context) => {
    const products = context.isQuick ? 300 : 50_000;
    const rounds = context.isQuick ? 1 : 3;
    await fillWithProducts(join(context.folder, 'finished', 'eventStore'), products);
    context.say(`${products} products written`);
    await project(context, products);
    const measured = await interleave(
      context,
      { finished: () => start(context, 'finished'), empty: () => start(context, 'empty') },
      { rounds },
    );

    return {
      settings: { products, eventsEach: 11, rounds },
      figures: Object.entries(measured).flatMap(([side, starts]) => figuresOf(side, starts)),
    };
  },
};

/** Until the read models know all of them. */
const project = async (context: BenchContext, products: number): Promise<void> => {
  const system = await startSystem(context, { name: 'finished' });
  const logger = createLogger({ name: 'bench', level: 'error' });
  const database = connectDatabase({ url: system.endpoints.postgres, logger });
  while ((await countWithdrawn(database)) < products) await sleep(1_000);
  await database.stop();
  await system.stop();
  context.say('they are in the read models');
};

const countWithdrawn = async (database: Database): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*) AS count FROM read.products WHERE withdrawn_at IS NOT NULL',
  );

  return row?.count ?? 0;
};

type Start = Readonly<{ seconds: number; services: number; eventStore: number }>;

const start = async (context: BenchContext, name: string): Promise<Start> => {
  const begun = performance.now();
  const system = await startSystem(context, { name });
  const seconds = (performance.now() - begun) / 1000;
  await sleep(settledAfterMs);
  const memory = memoryOf(system.folder);
  await system.stop();

  return { seconds, ...memory };
};

const figuresOf = (side: string, starts: readonly Start[]): Figure[] => [
  { what: `start, ${side}`, unit: 's', rounds: starts.map(({ seconds }) => seconds) },
  { what: `services, ${side}`, unit: 'MiB', rounds: starts.map(({ services }) => services) },
  {
    what: `event store node, ${side}`,
    unit: 'MiB',
    rounds: starts.map(({ eventStore }) => eventStore),
  },
];
