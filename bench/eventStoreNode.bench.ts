import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { appendsPerSecond, catchUpPerSecond } from './eventStore/appends.js';
import { fillStore } from './eventStore/fillStore.js';
import type { Used } from './eventStore/nodeProcess.js';
import type { Bench, Figure } from './harness/bench.js';
import { interleave } from './harness/interleave.js';
import type { BenchContext } from './harness/benchContext.js';
import { type ModuleProcess, startModule } from './system/moduleProcess.js';

export const eventStoreNode: Bench = {
  name: 'eventStoreNode',
  question:
    'What does the embedded event store node append, read and hold, and what does fdatasync cost?',
  limit: 10,
  run: async (context) => {
    const rounds = context.isQuick ? 1 : 5;
    const appends = context.isQuick ? 500 : 4_000;
    const largeStore = context.isQuick ? 20_000 : 1_000_000;

    return {
      settings: { rounds, appends, largeStore },
      figures: [
        ...(await compareSync(context, { rounds, appends })),
        ...(await measureOne(context, { rounds, appends: appends / 4 })),
        ...(await measureLarge(context, largeStore)),
      ],
    };
  },
};

type Size = Readonly<{ rounds: number; appends: number }>;

const startNode = (
  context: BenchContext,
  name: string,
  sync: 'sync' | 'nosync' = 'sync',
): Promise<ModuleProcess> =>
  startModule(context, new URL('./eventStore/nodeProcess.js', import.meta.url), [
    join(context.folder, name),
    sync,
  ]);

const clientOf = (context: BenchContext, { url }: ModuleProcess): EventStoreDBClient => {
  const client = EventStoreDBClient.connectionString(url);
  context.atEnd(() => client.dispose());

  return client;
};

const compareSync = async (context: BenchContext, { rounds, appends }: Size): Promise<Figure[]> => {
  const load = { writers: 64, total: appends, events: 1 };
  const durable = clientOf(context, await startNode(context, 'durable'));
  const volatile = clientOf(context, await startNode(context, 'volatile', 'nosync'));
  const measured = await interleave(
    context,
    {
      'with fdatasync': () => appendsPerSecond(durable, load),
      'without fdatasync': () => appendsPerSecond(volatile, load),
    },
    { rounds },
  );

  return Object.entries(measured).map(([side, perSecond]) => ({
    what: `64 concurrent appends, ${side}`,
    unit: '1/s',
    rounds: perSecond,
  }));
};

const measureOne = async (context: BenchContext, { rounds, appends }: Size): Promise<Figure[]> => {
  const client = clientOf(context, await startNode(context, 'one'));
  const measured = await interleave(
    context,
    {
      'appends of one writer': () =>
        appendsPerSecond(client, { writers: 1, total: appends, events: 1 }),
      'events by 16 writers, 100 per append': async () =>
        100 * (await appendsPerSecond(client, { writers: 16, total: appends, events: 100 })),
      'events caught up with by a subscriber': () => catchUpPerSecond(client),
    },
    { rounds },
  );

  return Object.entries(measured).map(([what, perSecond]) => ({
    what,
    unit: '1/s',
    rounds: perSecond,
  }));
};

const measureLarge = async (context: BenchContext, events: number): Promise<Figure[]> => {
  await fillStore(join(context.folder, 'large'), events);
  const empty = await startNode(context, 'empty');
  const begin = performance.now();
  const large = await startNode(context, 'large');
  const seconds = (performance.now() - begin) / 1000;
  await sleep(1000);
  const [{ rss }, { rss: least }] = await Promise.all([
    large.ask<Used>('used'),
    empty.ask<Used>('used'),
  ]);
  const one = (what: string, unit: string, value: number): Figure => ({
    what: `${what}, ${events} events`,
    unit,
    rounds: [value],
  });

  return [
    one('start', 's', seconds),
    one('resident', 'MiB', rss / 2 ** 20),
    one('resident beyond an empty node', 'B/event', (rss - least) / events),
  ];
};
