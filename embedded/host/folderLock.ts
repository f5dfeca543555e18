import { createHash } from 'node:crypto';
import { chmodSync, existsSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Lock = Readonly<{ release: () => Promise<void> }>;

/** Socket paths hold about 100 bytes on every system. */
const longestPath = 90;

/**
 * One launcher per data folder, held by a listening socket: the system drops it with the process, however that ends, and
 * no pid can be mistaken. Throws a sentence for the user when another launcher has it.
 */
export const lockDataFolder = async (folder: string): Promise<Lock> => {
  const path = socketOf(folder);
  const server = (await listen(path)) ?? (await takeOver(path));
  if (server === null)
    throw new Error(
      `QuickSale already runs on ${folder} (process ${await holderOf(path)}). Stop it first, or name another folder with QUICKSALE_DATA.`,
    );
  chmodSync(path, 0o600);

  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
};

/** Whether a launcher runs on the folder. */
export const isLocked = async (folder: string): Promise<boolean> =>
  (await holderOf(socketOf(folder))) !== null;

const socketOf = (folder: string): string => {
  const inside = join(folder, 'launcher.sock');
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);

  return Buffer.byteLength(inside) <= longestPath
    ? inside
    : join(tmpdir(), `quicksale-${digest}.sock`);
};

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
      resolve(server);
    });
  });

/** A killed launcher leaves its socket file, which nobody answers. */
const takeOver = async (path: string): Promise<Server | null> => {
  if ((await holderOf(path)) !== null) return null;
  if (existsSync(path)) unlinkSync(path);

  return listen(path);
};

const holderOf = (path: string): Promise<string | null> =>
  new Promise((resolve) => {
    let answer = '';
    const client = connect(path);
    client.setEncoding('utf8');
    client.on('data', (text) => (answer += String(text)));
    client.on('end', () => resolve(answer));
    client.on('error', () => resolve(null));
  });
