import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** One process: a pid alone names none for long, since the system uses it again. */
export type ProcessIdentity = Readonly<{ pid: number; start: string }>;

/** Null when there is no such process. */
export const identityOf = (pid: number): ProcessIdentity | null => {
  const start = startOf(pid);

  return start === null ? null : { pid, start };
};

export const isRunning = ({ pid, start }: ProcessIdentity): boolean => startOf(pid) === start;

/**
 * When a process started, in the system's own words; null when there is none. A zombie, dead but
 * not yet collected by its parent, counts as gone.
 */
export const startOf = (pid: number): string | null =>
  existsSync('/proc/self/stat') ? startInProc(pid) : startInPs(pid);

const startInProc = (pid: number): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');

    return state === 'Z' ? null : (fields[18] ?? null);
  } catch {
    return null;
  }
};

const startInPs = (pid: number): string | null => {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    }).trim();
  } catch {
    return null;
  }
};
