import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { passedOn } from '../../embedded/launcher/environment.js';
import { infrastructure } from '../../embedded/launcher/layout.js';
import { smallHeap } from '../../embedded/launcher/smallHeap.js';
import { type Child, launchChild } from '../../embedded/supervisor/child.js';
import { createLogger } from '../../platform/logging/index.js';
import { connectKafka, type Kafka } from '../../platform/messaging/index.js';
import type { BenchContext } from '../harness/benchContext.js';
import { environmentOn, type System } from './quickSale.js';

export type SecondInventory = Readonly<{
  url: string;
  /** Resolves when it has ended, and the first has all partitions again. */
  leave: () => Promise<void>;
}>;

const logger = createLogger({ name: 'bench', level: 'silent' });

/**
 * Returns a function that starts an inventory beside the one of a system with a process per
 * service, and resolves when both share the partitions. It is ended with the bench at the latest.
 */
export const secondInventoryOf = (
  { atEnd }: Pick<BenchContext, 'atEnd'>,
  system: System,
): (() => Promise<SecondInventory>) => {
  const brokers = system.endpoints.kafka.split(',');
  const kafka = connectKafka({ brokers, clientId: 'bench', logger });
  atEnd(kafka.stop);

  return async () => {
    const child = launch(system);
    atEnd(child.stop);
    const url = (await child.ready) ?? '';
    await untilShared(kafka, 2);

    return {
      url,
      leave: async () => {
        await child.stop();
        await untilShared(kafka, 1);
      },
    };
  };
};

/** As the launcher starts the first, but for its port, which is any free one. */
const launch = ({ endpoints, folder }: System): Child => {
  const { nodeOptions, env } = smallHeap(['inventory']);
  const addresses = Object.entries(infrastructure).flatMap(([name, { external }]) => {
    const address = endpoints[name as keyof typeof infrastructure];

    return address === null ? [] : [[external, address] as const];
  });

  return launchChild({
    name: 'second inventory',
    module: new URL('../../services/inventory/main.js', import.meta.url),
    nodeOptions,
    env: { ...env, ...passedOn(environmentOn(folder)), ...Object.fromEntries(addresses) },
    // the first has a smaller share of the processors, too
    untilLowPriority: () => Promise.resolve(),
    logFile: join(folder, 'logs', 'inventory-2.log'),
  });
};

/** Consumer groups of the inventory. */
const groupIds = ['inventory', 'inventory-status'];

const sharedAfterMs = 60_000;
const lookEveryMs = 100;

/** Until each group has so many members, and each of them knows its partitions. */
const untilShared = async (kafka: Kafka, members: number): Promise<void> => {
  const until = performance.now() + sharedAfterMs;
  while (!(await areShared(kafka, members))) {
    if (performance.now() > until)
      throw new Error(`the inventory has not ${members} members after ${sharedAfterMs / 1000} s`);
    await sleep(lookEveryMs);
  }
};

const areShared = async (kafka: Kafka, wanted: number): Promise<boolean> => {
  const { groups } = await kafka.withAdmin((admin) => admin.describeGroups(groupIds));

  return groups.every(({ state, members }) => state === 'Stable' && members.length === wanted);
};
