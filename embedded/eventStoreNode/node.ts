import { mkdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { ServerCredentials } from '@grpc/grpc-js';
import { type Socket } from 'node:net';
import { join } from 'node:path';
import { type FinalError, once } from '../../platform/process/index.js';
import { type FolderLock } from '../host/folderLock.js';
import { holdFiles } from '../host/heldFiles.js';
import { lockDirectory } from './lockDirectory.js';
import { type Address } from './grpc/gossip.js';
import { LiveCalls } from './grpc/liveCalls.js';
import { createGrpcServer } from './grpc/server.js';
import { webPages } from './http/pages.js';
import { behindDoor } from './http/door.js';
import { listenOnSharedPort, type Tls } from './http/sharedPort.js';
import { type LogFile } from './storage/logFile.js';
import { chunkName, logStart } from './storage/chunks/chunkTitle.js';
import { type NodeUser } from './user.js';
import { type NodeStore, openEventStore } from './store/eventStore.js';
import { type BackgroundScavenges, scavengeInBackground } from './store/scavenge/background.js';
import { type ScavengeState } from './store/scavenge/scavenger.js';

export type NodeOptions = {
  /** Folder of the log; made when it is missing. */
  readonly dir: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Where gossip says that the node is; where it listens when nothing is said. */
  readonly advertise?: Address;
  /** Speaks TLS, and nothing else. */
  readonly tls?: Tls;
  /** Who alone may read and write; everybody when nothing is said. */
  readonly user?: NodeUser;
  /** Called once when the log or the lock is gone, or replaced, while the node runs. */
  readonly onLost?: (reason: FinalError) => void;
  /** How often what nobody can read any more is removed, in milliseconds; 0 or nothing: never. */
  readonly scavengeEveryMs?: number;
  /** What a scavenge in the background has done, or why it failed. */
  readonly onScavenged?: (outcome: ScavengeState | Error) => void;
  /** For tests: smaller files of the log. */
  readonly chunkSize?: number;
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
    const hooks: Hooks = { onReplaced: ignore, onRolled: ignore };
    const store = await openEventStore({
      ...options,
      onReplaced: () => {
        hooks.onReplaced();
      },
      onRolled: () => {
        hooks.onRolled();
      },
    });

    return await serve(store, { lock, hooks }, options);
  } catch (error) {
    await lock.release();
    throw error;
  }
};

/** What the store tells, and who listens. */
type Hooks = { onReplaced: () => void; onRolled: () => void };
const ignore = (): void => undefined;

const serve = async (
  store: NodeStore,
  { lock, hooks }: { readonly lock: FolderLock; readonly hooks: Hooks },
  options: NodeOptions,
): Promise<EventStoreNode> => {
  const { dir, host = '127.0.0.1', port, tls } = options;
  const held = holdFiles([
    join(dir, chunkName(logStart)),
    ...(lock.file === null ? [] : [lock.file]),
  ]);
  const watching = options.onLost === undefined ? null : held.watch(options.onLost);
  const scavenges = scavengeInBackground(store.scavenger, {
    everyMs: options.scavengeEveryMs ?? 0,
    report: options.onScavenged ?? ignore,
  });
  hooks.onReplaced = held.renew;
  hooks.onRolled = scavenges.onRolled;
  const address = { host: reachable(host), port };
  const door = await openDoor(store, { address, scavenges, options });
  address.port = door.port;
  const stop = async (): Promise<void> => {
    watching?.stop();
    scavenges.stop();
    await door.stop();
    await store.stop();
    await lock.release();
  };
  const [scheme, isTls] = tls === undefined ? ['http', 'false'] : ['https', 'true'];

  return {
    port: door.port,
    url: `esdb://${address.host}:${door.port}?tls=${isTls}`,
    webUrl: `${scheme}://${address.host}:${door.port}/web`,
    cutBytes: store.cutBytes,
    stop: once(stop),
  };
};

type DoorDeps = {
  readonly address: Address;
  readonly scavenges: BackgroundScavenges;
  readonly options: NodeOptions;
};

/** Listens for gRPC and for pages. */
const openDoor = async (
  store: NodeStore,
  { address, scavenges, options: { host = '127.0.0.1', port, tls, user, advertise } }: DoorDeps,
): Promise<{ port: number; stop: () => Promise<void> }> => {
  const calls = new LiveCalls();
  const told = {
    instanceId: randomUUID(),
    address: () => advertise ?? address,
    scavenges,
    user,
  };
  const grpc = createGrpcServer(store, calls, told);
  // what comes in over TLS is plain already when it gets there
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const pages = createServer(behindDoor(user, webPages({ ...told, reader: store.reader })));
  const onHttp2 = (socket: Socket): void => {
    injector.injectConnection(socket);
  };
  const shared = await listenOnSharedPort({ host, port, tls }, onHttp2, pages);

  return {
    port: shared.port,
    stop: async () => {
      shared.close();
      calls.endAll();
      await new Promise((resolve) => setTimeout(resolve, graceMs));
      shared.destroyConnections();
      grpc.forceShutdown();
    },
  };
};

/** How long the last statuses have to reach the clients, ms. */
const graceMs = 50;

/** A node that listens everywhere is reached on this machine's own address. */
const reachable = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
