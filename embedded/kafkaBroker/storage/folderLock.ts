import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process works on the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly code = 'FOLDER_IN_USE';

  constructor(folder: string, pid: number) {
    super(`${folder} is in use by process ${pid}`);
  }
}

/**
 * Makes this process the only one that works on the folder, and answers how to give it back. The lock of a process
 * that was killed is taken over. Throws {@link FolderInUse}.
 */
export const lockFolder = (folder: string): (() => void) => {
  const path = join(folder, 'lock');
  const own = `${process.pid} ${startOf(process.pid)}`;
  if (!tryCreate(path, own)) {
    takeAway(folder, path);
    if (!tryCreate(path, own)) throw new FolderInUse(folder, ownerOf(path).pid);
  }

  return () => rmSync(path, { force: true });
};

const tryCreate = (path: string, content: string): boolean => {
  try {
    writeFileSync(path, content, { flag: 'wx' });

    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

/** Renamed before it is removed: of two processes that find a dead one's lock, only one can take it away. */
const takeAway = (folder: string, path: string): void => {
  const { pid, start } = ownerOf(path);
  if (isAlive(pid) && startOf(pid) === start) throw new FolderInUse(folder, pid);
  const dead = `${path}.${process.pid}`;
  renameSync(path, dead);
  rmSync(dead);
};

const ownerOf = (path: string): Readonly<{ pid: number; start: string }> => {
  const [pid, start] = readFileSync(path, 'utf8').split(' ');

  return { pid: Number(pid), start: start ?? '' };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);

    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * When a process started, in Linux' own measure: tells it from a later one with the same id. Empty elsewhere, and for a
 * process that is dead but not yet collected by its parent.
 */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');

    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
};
