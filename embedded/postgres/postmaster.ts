import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from '../host/endProcess.js';
import { identityOf } from '../host/processIdentity.js';

/**
 * What Postgres keeps in `postmaster.pid`: line 1 the process, line 8 how far its start has come.
 */
type Postmaster = Readonly<{ pid: number; ready: boolean }>;

const lockFile = (data: string) => join(data, 'postmaster.pid');

/** Files of a running server that are never replaced. */
export const filesOf = (data: string): readonly string[] => [
  data,
  join(data, 'PG_VERSION'),
  lockFile(data),
];

export const readPostmaster = (data: string): Postmaster | null => {
  if (!existsSync(lockFile(data))) return null;
  const lines = readFileSync(lockFile(data), 'utf8').split('\n');
  const pid = Number(lines[0]);

  return Number.isInteger(pid) && pid > 1 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
};

/**
 * Ends a server that outlived its launcher (SIGKILL reaches only the launcher), and removes a lock
 * file whose process is gone or belongs to somebody else by now: Postgres itself refuses to start
 * over a reused pid. Returns the pid that was stopped.
 */
export const endLeftover = async (data: string): Promise<number | null> => {
  const postmaster = readPostmaster(data);
  const ours = postmaster !== null && isServerOf(postmaster.pid, data);
  if (ours) await endServer(postmaster.pid);
  rmSync(lockFile(data), { force: true });

  return ours ? postmaster.pid : null;
};

const endings = [
  ['SIGINT', 8_000],
  ['SIGQUIT', 4_000],
  ['SIGKILL', 4_000],
] as const;

/**
 * Fast shutdown first; then the immediate one, from which the next start recovers; then none at
 * all.
 */
export const endServer = async (pid: number): Promise<void> => {
  const server = identityOf(pid);
  if (server !== null) await endProcess(server, endings);
};

/** Without /proc (macOS) the lock file's word is taken. */
const isServerOf = (pid: number, data: string): boolean => {
  if (identityOf(pid) === null) return false;
  if (!existsSync('/proc/self/cmdline')) return true;

  return readQuietly(`/proc/${pid}/cmdline`).split('\0').includes(data);
};

const readQuietly = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
