import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStoreNode } from '../../../embedded/eventStoreNode/index.js';

let started: Promise<string> | null = null;

/**
 * Connection string of the event store that the tests of this process share: the server that
 * EVENTSTORE_URL names, else an embedded node of their own, in a temporary folder and on a free
 * port.
 */
export const eventStoreUrl = (): Promise<string> => {
  started ??= start();

  return started;
};

/** Whether the event store is one of the tests' own, and not one that EVENTSTORE_URL names. */
export const isOwnEventStore = (env: NodeJS.ProcessEnv = process.env): boolean =>
  (env['EVENTSTORE_URL'] ?? '') === '';

let stop: () => Promise<void> = () => Promise.resolve();

const start = async (): Promise<string> => {
  if (!isOwnEventStore()) return process.env['EVENTSTORE_URL'] ?? '';
  const dir = await mkdtemp(join(tmpdir(), 'quicksale-events-'));
  const node = await startEventStoreNode({ dir, port: 0 });
  stop = async () => {
    await node.stop();
    await rm(dir, { recursive: true, force: true });
  };

  return node.url;
};

after(async () => {
  await stop();
});
