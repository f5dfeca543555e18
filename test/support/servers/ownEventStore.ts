import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStoreNode } from '../../../embedded/eventStoreNode/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';

/** A node for one test file alone, whose `$all` holds nothing of others. */
export type OwnEventStore = Readonly<{ url: string; port: number; stop: () => Promise<void> }>;

export const startOwnEventStore = async (port = 0): Promise<OwnEventStore> => {
  const dir = await mkdtemp(join(tmpdir(), 'quicksale-own-events-'));
  const node = await startEventStoreNode({ dir, port });

  return {
    url: node.url,
    port: Number(/:(\d+)/.exec(node.url)?.[1]),
    stop: async () => {
      await node.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
};

/** The same with a client, which `stop` ends too. */
export type ConnectedEventStore = OwnEventStore & Readonly<{ eventStore: EventStore }>;

export const startConnectedEventStore = async (): Promise<ConnectedEventStore> => {
  const node = await startOwnEventStore();
  const eventStore = connectEventStore(node.url, createLogger({ name: 'test', level: 'silent' }));

  return {
    ...node,
    eventStore,
    stop: async () => {
      await eventStore.stop();
      await node.stop();
    },
  };
};
