import { createHash } from 'node:crypto';
import { realpathSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export class DirectoryInUse extends Error {
  readonly code = 'DIRECTORY_IN_USE';

  constructor(dir: string) {
    super(`another event store node is using ${dir}`);
    this.name = 'DirectoryInUse';
  }
}

/** How long to wait for somebody else to let go, ms. */
const PATIENCE = 500;

export type DirectoryLock = { release(): Promise<void> };

/**
 * Lets one process at a time use a directory. The lock is a local socket that the system closes
 * with its process: a file with a process id would outlive a kill -9, and its number may belong to
 * somebody else by then.
 */
export const lockDirectory = async (dir: string): Promise<DirectoryLock> => {
  const address = addressFor(realpathSync(dir));
  const server = await patiently(async () => (await tryListen(address)) ?? takeOver(address));
  if (server === null) throw new DirectoryInUse(dir);
  server.unref();

  return {
    release: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
};

/** A process that was just killed may need a moment to let go. */
const patiently = async (attempt: () => Promise<Server | null>): Promise<Server | null> => {
  for (let waited = 0; waited < PATIENCE; waited += 50) {
    const server = await attempt();
    if (server !== null) return server;
    await pause(50);
  }

  return attempt();
};

const addressFor = (path: string): string => {
  const name = `quicksale-events-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;

  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
};

/** Null when somebody listens there. */
const tryListen = (address: string): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      resolve(server);
    });
  });

/** Where the socket is a file, it stays behind when its process dies: nobody answers then. */
const takeOver = async (address: string): Promise<Server | null> => {
  if (process.platform === 'linux' || process.platform === 'win32') return null;
  if (await answers(address)) return null;
  unlinkSync(address);

  return tryListen(address);
};

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
