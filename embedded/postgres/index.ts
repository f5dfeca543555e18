import { createServer } from 'node:net';
import { createBackoff } from '../../platform/concurrency/index.js';
import { postgresAccount } from './account.js';
import { initialiseCluster, owner } from './cluster.js';
import { type HeldFiles, holdFiles } from '../host/heldFiles.js';
import { ensureDatabase } from './ensureDatabase.js';
import { dataLocationFor } from './dataLocation.js';
import { endLeftover, filesOf } from './postmaster.js';
import { type Server, type ServerOptions, startServer } from './server.js';

export { movedPostgresData, removeDataLocation as removePostgres } from './dataLocation.js';

export type PostgresOptions = Readonly<{
  /** Our folder for it; made when missing. One launcher at a time. */
  dir: string;
  /** 0 takes a free one. */
  port: number;
  /** `false` trades durability for speed: for tests. */
  durable?: boolean;
  logger?: Readonly<{ info: (message: string) => void; warn: (message: string) => void }>;
}>;

export type RunningPostgres = Readonly<{
  /** Of database `quicksale`. */
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server ends, for whatever reason. */
  exited: Promise<void>;
  /** What the server works on. It does not notice for a minute that it is gone. */
  held: HeldFiles;
  stop: () => Promise<void>;
  /** Without waiting for what is under way: nothing more is accepted. */
  endNow: () => void;
}>;

/**
 * Starts a real Postgres on loopback, with the database `quicksale`, and takes over what an earlier
 * launcher left behind. Throws when it cannot start; the message holds the server's own words.
 */
export const startPostgres = async (options: PostgresOptions): Promise<RunningPostgres> => {
  const account = postgresAccount();
  const location = dataLocationFor(options.dir, account);
  location.notices.forEach((notice) => options.logger?.warn(notice));
  const leftover = await endLeftover(location.data);
  if (leftover !== null)
    options.logger?.info(`stopped the Postgres of an earlier start (process ${leftover})`);

  const password = await initialiseCluster(location, account);
  const durable = options.durable ?? true;
  const { server, port } = await startOnPort(options.port, { location, account, durable });
  const url = `postgres://${owner}:${password}@127.0.0.1:${port}/${owner}?sslmode=disable`;
  await ensureDatabase(url, server).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });

  const held = holdFiles([options.dir, ...filesOf(location.data)]);
  const { pid, exited, stop } = server;

  return { url, port, pid, exited, held, stop, endNow: () => void process.kill(pid, 'SIGQUIT') };
};

const attempts = 5;
const retryDelays = { minMs: 300, maxMs: 1_000 };

/**
 * A free port can be lost again before the server has it; and shared memory of a killed server
 * lives a moment longer.
 */
const startOnPort = async (
  wanted: number,
  rest: Omit<ServerOptions, 'port'>,
): Promise<{ server: Server; port: number }> => {
  const backoff = createBackoff(retryDelays);
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted === 0 ? await freePort() : wanted;
    try {
      return { server: await startServer({ ...rest, port }), port };
    } catch (error) {
      if (attempt === attempts || !isPassing(error, wanted)) throw error;
      await backoff.wait();
    }
  }
};

const isPassing = (error: unknown, wanted: number): boolean => {
  const text = String(error);

  return (
    text.includes('shared memory block') ||
    (wanted === 0 && text.includes('Address already in use'))
  );
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no free port')),
      );
    });
  });
