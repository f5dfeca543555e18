import { closeSync, fsync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LogFile, openLogFile } from './logFile.js';

/** What the log needs of its folder. The durability tests wrap it, as they do a LogFile. */
export type LogFolder = {
  readonly path: string;
  names(): readonly string[];
  /** Opens the file, and makes it when it is missing. */
  open(name: string): LogFile;
  /** Replaces what is at `to`. */
  rename(from: string, to: string): void;
  remove(name: string): void;
  /** Until then a crash may undo what was renamed and removed. */
  sync(): Promise<void>;
};

export const openLogFolder = (
  path: string,
  wrapFile: (file: LogFile) => LogFile = (file) => file,
): LogFolder => ({
  path,
  names: () => readdirSync(path),
  open: (name) => wrapFile(openLogFile(join(path, name))),
  rename: (from, to) => {
    renameSync(join(path, from), join(path, to));
  },
  remove: (name) => {
    rmSync(join(path, name), { force: true });
  },
  sync: () => syncFolder(path),
});

const syncFile = promisify(fsync);

const syncFolder = async (path: string): Promise<void> => {
  // Windows has no such thing
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    await syncFile(descriptor);
  } finally {
    closeSync(descriptor);
  }
};
