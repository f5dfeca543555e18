import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * When a process started, in the system's own words; null when there is none. A pid alone names nobody for long:
 * together with this it names one process. A zombie counts as gone.
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
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
};
