import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pause } from '../../platform/concurrency/index.js';
import type { Account } from './account.js';
import { serverEnvironment } from '../environment/inherited.js';
import type { DataLocation } from './dataLocation.js';
import { endServer, readPostmaster } from './postmaster.js';

/**
 * Settings for one small machine. `durable: false`, for data that a test throws away, survives
 * kill -9 but not the machine's end.
 */
const settings = (port: number, durable: boolean): Record<string, string> => ({
  port: String(port),
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_checkpoints: 'off',
  fsync: durable ? 'on' : 'off',
  full_page_writes: durable ? 'on' : 'off',
  // after a kill -9 one call for the whole file system, instead of opening each of 1 500 files
  ...(process.platform === 'linux' && { recovery_init_sync_method: 'syncfs' }),
});

export type Server = Readonly<{ pid: number; exited: Promise<void>; stop: () => Promise<void> }>;

export type ServerOptions = Readonly<{
  location: DataLocation;
  account: Account;
  port: number;
  durable: boolean;
}>;

/**
 * Resolves when the server accepts connections, however long its recovery takes, and rejects when
 * it ends before. Its log is `server.log` beside the data.
 */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const { data } = options.location;
  const log = join(dirname(data), 'server.log');
  const child = spawnServer(options, log);
  const exited = once(child, 'exit').then(() => undefined);
  await becomesReady(child, data, log);
  const { pid } = child;
  if (pid === undefined) throw new Error('Postgres could not be started');
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    await endServer(pid);
  };

  return { pid, exited, stop };
};

const spawnServer = (options: ServerOptions, log: string): ChildProcess => {
  const { location, account, port, durable } = options;
  const flags = Object.entries(settings(port, durable)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const logFile = openSync(log, 'w', 0o600);
  const child = spawn(join(location.programs, 'bin', 'postgres'), ['-D', location.data, ...flags], {
    ...account,
    cwd: '/',
    env: serverEnvironment(process.env),
    // a group of its own: a Ctrl-C of the terminal must not reach it before the services have
    // stopped
    detached: true,
    stdio: ['ignore', logFile, logFile],
  });
  closeSync(logFile);
  child.on('error', () => undefined);

  return child;
};

const becomesReady = async (child: ChildProcess, data: string, log: string): Promise<void> => {
  for (;;) {
    const postmaster = readPostmaster(data);
    if (postmaster?.ready && postmaster.pid === child.pid) return;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Postgres did not start: ${lastWords(log)}`);
    await pause(15);
  }
};

const lastWords = (log: string): string => {
  try {
    return readFileSync(log, 'utf8').trim();
  } catch (error) {
    return `its log cannot be read (${String(error)})`;
  }
};
