import { createHash } from 'node:crypto';
import { chmodSync, realpathSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { pause } from '../../platform/concurrency/index.js';

/** Another process works on the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly code = 'FOLDER_IN_USE';
  readonly pid: string;

  constructor(folder: string, pid: string) {
    super(`${folder} is in use by process ${pid}`);
    this.pid = pid;
  }
}

export type FolderLock = Readonly<{
  /** Whoever removes it lets a second process in. Null where the system keeps none. */
  file: string | null;
  release: () => Promise<void>;
}>;

/** In milliseconds: a process that was just killed may hold its lock for a moment longer. */
const times = { timeoutMs: 500, pauseMs: 50 };

/** Bytes; socket paths hold about 100 on every system. */
const longestPath = 90;

/**
 * Where the lock of a folder with a longer path lies: the same for every process, which the folder
 * that TMPDIR names is not.
 */
const shortFolder = '/tmp';

/**
 * Makes this process the only one that uses the folder for this purpose, also among containers that
 * share it. The lock is `<purpose>.sock` in the folder: the system closes a socket with its
 * process, however that ends, while the process id in a file may belong to another process by then.
 * Throws FolderInUse.
 */
export const lockFolder = async (folder: string, purpose: string): Promise<FolderLock> => {
  const path = socketOf(folder, purpose);
  const until = performance.now() + times.timeoutMs;
  for (;;) {
    const server = (await listen(path)) ?? (await takeOver(path));
    if (server !== null)
      return { file: path.startsWith('/') ? path : null, release: () => close(server) };
    const holder = await holderOf(path);
    if (performance.now() > until && holder !== null) throw new FolderInUse(folder, holder);
    await pause(times.pauseMs);
  }
};

/** Whether a process, this one included, has locked the folder for this purpose. */
export const isFolderLocked = async (folder: string, purpose: string): Promise<boolean> =>
  (await holderOf(socketOf(folder, purpose))) !== null;

const socketOf = (folder: string, purpose: string): string => {
  const path = join(realpathSync(folder), `${purpose}.sock`);
  if (process.platform === 'win32') return `\\\\.\\pipe\\${digestOf(path)}`;

  if (Buffer.byteLength(path) <= longestPath) return path;
  // by number, not by name: the folder may be mounted at other places, too
  const { dev, ino } = statSync(folder);

  return join(shortFolder, `${digestOf(`${dev}:${ino}:${purpose}`)}.sock`);
};

const digestOf = (path: string): string =>
  `quicksale-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;

/** Returns null when the path is taken. Whoever connects is told our process id. */
const listen = (path: string): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer((client) => {
      client.on('error', () => undefined);
      client.end(String(process.pid));
    });
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(path, () => {
      server.unref();
      if (path.startsWith('/')) chmodSync(path, 0o600);
      resolve(server);
    });
  });

/**
 * The socket of a killed process stays behind, and nobody listens on it. Of several that find it
 * so, one at a time replaces it: on Linux a socket without a file, which cannot stay behind, sees
 * to that.
 */
const takeOver = async (path: string): Promise<Server | null> => {
  if (process.platform === 'win32') return null;
  const turn = process.platform === 'linux' ? await listen(`\0${digestOf(path)}`) : undefined;
  if (turn === null) return null;
  try {
    if ((await holderOf(path)) !== null) return null;
    rmSync(path, { force: true });

    return await listen(path);
  } finally {
    if (turn !== undefined) await close(turn);
  }
};

/** The process id of the holder; null when nobody has the lock. */
const holderOf = (path: string): Promise<string | null> =>
  new Promise((resolve) => {
    let answer = '';
    const client = connect(path);
    client.setEncoding('utf8');
    client.on('data', (text) => (answer += String(text)));
    client.on('end', () => resolve(answer));
    client.on('error', () => resolve(null));
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });
