import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStoreNode } from '../../embedded/eventStoreNode/index.js';

/** A node for one test file alone, whose `$all` holds nothing of others. */
export type OwnEventStore = Readonly<{ url: string; port: number; stop: () => Promise<void> }>;

export const startOwnEventStore = async (): Promise<OwnEventStore> => {
  const dir = await mkdtemp(join(tmpdir(), 'quicksale-own-events-'));
  const node = await startEventStoreNode({ dir, port: 0 });

  return {
    url: node.url,
    port: Number(/:(\d+)/.exec(node.url)?.[1]),
    stop: async () => {
      await node.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
