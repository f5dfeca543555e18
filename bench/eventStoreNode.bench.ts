import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { appendsPerSecond, catchUpPerSecond } from './eventStore/appends.js';
import { fillStore } from './eventStore/fillStore.js';
import type { Used } from './eventStore/nodeProcess.js';
import type { Bench, Figure } from './frame/bench.js';
import { interleave } from './frame/interleave.js';
import type { Workplace } from './frame/workplace.js';
import { type ModuleProcess, startModule } from './system/moduleProcess.js';

export const eventStoreNode: Bench = {
  name: 'eventStoreNode',
  question:
    'What does the embedded event store node append, read and hold, and what does fdatasync cost?',
  limit: 10,
  run: async (workplace) => {
    const rounds = workplace.isQuick ? 1 : 5;
    const appends = workplace.isQuick ? 500 : 4_000;
    const largeStore = workplace.isQuick ? 20_000 : 1_000_000;

    return {
      settings: { rounds, appends, largeStore },
      figures: [
        ...(await compareSync(workplace, { rounds, appends })),
        ...(await measureOne(workplace, { rounds, appends: appends / 4 })),
        ...(await measureLarge(workplace, largeStore)),
      ],
    };
  },
};

type Size = Readonly<{ rounds: number; appends: number }>;

const startNode = (
  workplace: Workplace,
  name: string,
  sync: 'sync' | 'nosync' = 'sync',
): Promise<ModuleProcess> =>
  startModule(workplace, new URL('./eventStore/nodeProcess.js', import.meta.url), [
    join(workplace.folder, name),
    sync,
  ]);

const clientOf = (workplace: Workplace, { url }: ModuleProcess): EventStoreDBClient => {
  const client = EventStoreDBClient.connectionString(url);
  workplace.atEnd(() => client.dispose());

  return client;
};

const compareSync = async (workplace: Workplace, { rounds, appends }: Size): Promise<Figure[]> => {
  const load = { writers: 64, total: appends, events: 1 };
  const durable = clientOf(workplace, await startNode(workplace, 'durable'));
  const volatile = clientOf(workplace, await startNode(workplace, 'volatile', 'nosync'));
  const measured = await interleave(
    workplace,
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

const measureOne = async (workplace: Workplace, { rounds, appends }: Size): Promise<Figure[]> => {
  const client = clientOf(workplace, await startNode(workplace, 'one'));
  const measured = await interleave(
    workplace,
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

const measureLarge = async (workplace: Workplace, events: number): Promise<Figure[]> => {
  await fillStore(join(workplace.folder, 'large'), events);
  const empty = await startNode(workplace, 'empty');
  const begin = performance.now();
  const large = await startNode(workplace, 'large');
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
