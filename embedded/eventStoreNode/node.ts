import { mkdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { ServerCredentials } from '@grpc/grpc-js';
import { type Socket } from 'node:net';
import { join } from 'node:path';
import { type FinalError } from '../../platform/process/index.js';
import { type FolderLock } from '../host/folderLock.js';
import { holdFiles } from '../host/heldFiles.js';
import { lockDirectory } from './lockDirectory.js';
import { type Address } from './grpc/gossip.js';
import { LiveCalls } from './grpc/liveCalls.js';
import { createGrpcServer } from './grpc/server.js';
import { webPages } from './http/pages.js';
import { listenOnSharedPort } from './http/sharedPort.js';
import { type LogFile } from './storage/logFile.js';
import { chunkName, logStart } from './storage/chunks/chunkTitle.js';
import { type NodeStore, openEventStore } from './store/eventStore.js';

export type NodeOptions = {
  /** Folder of the log; made when it is missing. */
  readonly dir: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Where gossip says that the node is; where it listens when nothing is said. */
  readonly advertise?: Address;
  /** Called once when the log or the lock is gone, or replaced, while the node runs. */
  readonly onLost?: (reason: FinalError) => void;
  /** For tests: a file that fails, or dies, at a chosen point. */
  readonly wrapFile?: (file: LogFile) => LogFile;
};

export type EventStoreNode = {
  readonly port: number;
  /** Connection string for clients. */
  readonly url: string;
  /** Where a browser finds the streams. */
  readonly webUrl: string;
  /** Bytes of an unfinished write that the start found and cut off. */
  readonly cutBytes: number;
  stop(): Promise<void>;
};

/**
 * Starts a single EventStoreDB-compatible node. Resolves when it serves. Rejects with
 * DirectoryInUse, LogDamaged, or the system's error when the port is taken.
 */
export const startEventStoreNode = async (options: NodeOptions): Promise<EventStoreNode> => {
  mkdirSync(options.dir, { recursive: true });
  const lock = await lockDirectory(options.dir);
  try {
    const store = await openEventStore(options);

    return await serve(store, lock, options);
  } catch (error) {
    await lock.release();
    throw error;
  }
};

const serve = async (
  store: NodeStore,
  lock: FolderLock,
  { dir, host = '127.0.0.1', port, onLost, advertise }: NodeOptions,
): Promise<EventStoreNode> => {
  const held = holdFiles([join(dir, chunkName(logStart)), ...(lock.file === null ? [] : [lock.file])]);
  const watching = onLost === undefined ? null : held.watch(onLost);
  const calls = new LiveCalls();
  const address = { host: reachable(host), port };
  const instanceId = randomUUID();
  const told = { instanceId, address: () => advertise ?? address };
  const grpc = createGrpcServer(store, calls, told);
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const pages = createServer(webPages({ ...told, reader: store.reader }));
  const onHttp2 = (socket: Socket): void => {
    injector.injectConnection(socket);
  };
  const shared = await listenOnSharedPort({ host, port }, onHttp2, pages);
  address.port = shared.port;
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    watching?.stop();
    shared.close();
    calls.endAll();
    await new Promise((resolve) => setTimeout(resolve, graceMs));
    shared.destroyConnections();
    grpc.forceShutdown();
    await store.stop();
    await lock.release();
  };

  return {
    port: shared.port,
    url: `esdb://${address.host}:${shared.port}?tls=false`,
    webUrl: `http://${address.host}:${shared.port}/web`,
    cutBytes: store.cutBytes,
    stop: () => (stopping ??= stop()),
  };
};

/** How long the last statuses have to reach the clients, ms. */
const graceMs = 50;

/** A node that listens everywhere is reached on this machine's own address. */
const reachable = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
