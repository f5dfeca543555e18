import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStoreNode } from '../../../embedded/eventStoreNode/index.js';

/** A node on a folder that can be copied, and put back to its copy at the same address. */
export type RestorableEventStore = Readonly<{
  url: string;
  copy: () => Promise<void>;
  restore: () => Promise<void>;
  stop: () => Promise<void>;
}>;

export const startRestorableEventStore = async (): Promise<RestorableEventStore> => {
  const root = await mkdtemp(join(tmpdir(), 'quicksale-restored-'));
  const dir = join(root, 'live');
  const saved = join(root, 'copy');
  let node = await startEventStoreNode({ dir, port: 0 });
  const { url } = node;
  const port = Number(/:(\d+)/.exec(url)?.[1]);
  const whileStopped = async (work: () => Promise<void>): Promise<void> => {
    await node.stop();
    await work();
    node = await startEventStoreNode({ dir, port });
  };

  return {
    url,
    copy: () => whileStopped(() => cp(dir, saved, { recursive: true })),
    restore: () =>
      whileStopped(async () => {
        await rm(dir, { recursive: true });
        await cp(saved, dir, { recursive: true });
      }),
    stop: async () => {
      await node.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
};
