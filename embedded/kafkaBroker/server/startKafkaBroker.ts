import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FinalError, once, type Running } from '../../../platform/process/index.js';
import type { Broker } from '../apis/api.js';
import { Coordinator } from '../groups/coordinator.js';
import { ClusterMetadata } from '../storage/clusterMetadata.js';
import { CommittedOffsets } from '../storage/committedOffsets.js';
import { lockFolder } from '../../host/folderLock.js';
import { holdFiles } from '../../host/heldFiles.js';
import {
  Cleaner,
  type CleanerOptions,
  defaultCleaningIntervalMs,
} from '../storage/cleaning/cleaner.js';
import { syncFolder } from '../storage/journal.js';
import { Topics } from '../storage/topics.js';
import { createPendingRequests } from './pendingRequests.js';
import { serveConnection } from './serveConnection.js';
import { startTcpServer } from './tcpServer.js';
import { createUnreadResponses } from './unreadResponses.js';

export type KafkaBrokerOptions = Readonly<{
  /** Folder of the logs and the offsets; created when it is missing. */
  dir: string;
  /** 0, the default, means any free port. */
  port?: number;
  /** Address to listen on, and to advertise to clients. */
  host?: string;
  /** false: an acknowledged record survives the end of the process, but not that of the machine. */
  sync?: boolean;
  /** How often old records are removed and topics compacted; also when a segment begins. */
  cleaningIntervalMs?: number;
  /** Called once when the logs or the lock are gone, or replaced, while the broker runs. */
  onLost?: (reason: FinalError) => void;
  /** Called with the errors of requests that closed their connection, and of cleaning. */
  onError?: (error: unknown) => void;
}>;

export type KafkaBroker = Running & Readonly<{ port: number }>;

/**
 * Starts a single-node Kafka broker on a folder. Throws when the folder is in use or damaged, or
 * the port is taken. `stop` waits until what was written is durable.
 */
export const startKafkaBroker = async (options: KafkaBrokerOptions): Promise<KafkaBroker> => {
  const { dir, port = 0, host = '127.0.0.1', onError = () => undefined } = options;
  mkdirSync(dir, { recursive: true });
  const lock = await lockFolder(dir, 'kafka');
  try {
    const lockFiles = lock.file === null ? [] : [lock.file];
    const stored = openState({ ...options, onError }, () => held.renew());
    const held = holdFiles([join(dir, 'catalogue'), join(dir, 'topics'), ...lockFiles]);
    let actualPort = port;
    const broker: Broker = { ...stored, host, port: () => actualPort };
    const unread = createUnreadResponses();
    const pending = createPendingRequests();
    const server = await startTcpServer({ host, port }, (socket) =>
      serveConnection(socket, { broker, unread, pending, onError }),
    );
    actualPort = server.port;
    const watching = options.onLost === undefined ? null : held.watch(options.onLost);
    const stop = once(async () => {
      watching?.stop();
      await server.stop();
      await closeState(stored);
      await lock.release();
    });

    return { port: actualPort, url: `${host}:${actualPort}`, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
};

type BrokerState = Pick<Broker, 'cluster' | 'topics' | 'groups'> & Readonly<{ cleaner: Cleaner }>;

const openState = (
  options: KafkaBrokerOptions & Pick<CleanerOptions, 'onError'>,
  onCatalogueReplaced: () => void,
): BrokerState => {
  const { dir, sync = true, cleaningIntervalMs: intervalMs = defaultCleaningIntervalMs } = options;
  const cluster = new ClusterMetadata(join(dir, 'catalogue'), onCatalogueReplaced);
  const onRoll = (): void => cleaner.clean();
  const topics = new Topics(join(dir, 'topics'), cluster, { sync, onRoll });
  const groups = new Coordinator(new CommittedOffsets(join(dir, 'offsets')));
  const partitions = () => topics.all().flatMap((topic) => topic.partitions);
  const cleaner = new Cleaner({ intervalMs, partitions, onError: options.onError });
  syncFolder(dir);

  return { cluster, topics, groups, cleaner };
};

const closeState = async ({ cluster, topics, groups, cleaner }: BrokerState): Promise<void> => {
  groups.close();
  await topics.close();
  await cleaner.stop();
  cluster.close();
};
