import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { once, type Running } from '../../platform/process/index.js';
import type { Broker } from './apis/api.js';
import { Coordinator } from './groups/coordinator.js';
import { listen } from './server/listen.js';
import { serveConnection } from './server/serveConnection.js';
import { Catalogue } from './storage/clusterMetadata.js';
import { CommittedOffsets } from './storage/committedOffsets.js';
import { syncFolder } from './storage/journal.js';
import { lockFolder } from './storage/folderLock.js';
import { Topics } from './storage/topics.js';

export type KafkaBrokerOptions = Readonly<{
  /** Folder of the log and the offsets; it is made when it is missing. */
  dir: string;
  /** 0, the default, means any free port. */
  port?: number;
  /** Where to listen, and what clients are told to connect to. */
  host?: string;
  /** false: an acknowledged record survives the end of the process, but not that of the machine. */
  sync?: boolean;
  /** Told about requests that closed their connection. */
  onError?: (error: unknown) => void;
}>;

export type KafkaBroker = Running & Readonly<{ port: number }>;

/**
 * Starts a single-node Kafka broker on a folder. Rejects when the folder is in use or damaged, or the port is taken.
 * `stop` waits for what was written to be durable.
 */
export const startKafkaBroker = async (options: KafkaBrokerOptions): Promise<KafkaBroker> => {
  const { dir, port = 0, host = '127.0.0.1', onError = () => undefined } = options;
  mkdirSync(dir, { recursive: true });
  const unlock = lockFolder(dir);
  try {
    const stored = openStores(dir, options.sync ?? true);
    let actualPort = port;
    const broker: Broker = { ...stored, host, port: () => actualPort };
    const listening = await listen({ host, port }, (socket) =>
      serveConnection(socket, broker, onError),
    );
    actualPort = listening.port;
    const stop = once(async () => {
      await listening.stop();
      await closeStores(stored);
      unlock();
    });

    return { port: actualPort, url: `${host}:${actualPort}`, stop };
  } catch (error) {
    unlock();
    throw error;
  }
};

type Stores = Pick<Broker, 'catalogue' | 'topics' | 'groups'>;

const openStores = (dir: string, sync: boolean): Stores => {
  const catalogue = new Catalogue(join(dir, 'catalogue'));
  const topics = new Topics(join(dir, 'topics'), catalogue, { sync });
  const groups = new Coordinator(new CommittedOffsets(join(dir, 'offsets')));
  syncFolder(dir);

  return { catalogue, topics, groups };
};

const closeStores = async ({ catalogue, topics, groups }: Stores): Promise<void> => {
  groups.close();
  await topics.close();
  catalogue.close();
};
