import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type LogFile } from '../../../embedded/eventStoreNode/storage/logFile.js';
import { type LogFolder } from '../../../embedded/eventStoreNode/storage/logFolder.js';

/** The folder of a store as kill -9 would have left it at a moment. */
export type FolderMoment<T> = {
  readonly dir: string;
  readonly what: string;
  readonly known: T;
};

/**
 * Copies the folder of a store before and after everything that is done to its files, but for plain
 * appends.
 */
export class FolderWitness<T> {
  readonly moments: FolderMoment<T>[] = [];
  readonly #dir: string;
  readonly #known: () => T;

  /** `known` tells what had been acknowledged by then. */
  constructor(dir: string, known: () => T) {
    this.#dir = dir;
    this.#known = known;
  }

  readonly watch = (folder: LogFolder): LogFolder => {
    const take = (what: string): void => {
      const dir = join(this.#dir, String(this.moments.length));
      cpSync(folder.path, dir, { recursive: true });
      this.moments.push({ dir, what, known: this.#known() });
    };
    const name = (file: LogFile): string => file.path.split('/').at(-1) ?? '';

    return {
      ...folder,
      open: (opened) => watched(folder.open(opened), (what, file) => take(`${what} ${name(file)}`)),
      rename: (from, to) => {
        take(`before ${from} becomes ${to}`);
        folder.rename(from, to);
        take(`after ${from} became ${to}`);
      },
      remove: (removed) => {
        folder.remove(removed);
        take(`after ${removed} was removed`);
      },
      sync: async () => {
        await folder.sync();
        take('after the sync of the folder');
      },
    };
  };
}

const watched = (file: LogFile, take: (what: string, file: LogFile) => void): LogFile => ({
  ...file,
  write: (bytes, position) => {
    if (position > 0 && !file.path.endsWith('.new')) {
      file.write(bytes, position);
      return;
    }
    file.write(bytes.subarray(0, bytes.length >> 1), position);
    take('in the middle of a write to', file);
    file.write(bytes, position);
    take('after a write to', file);
  },
  sync: async () => {
    await file.sync();
    if (file.path.endsWith('.new')) take('after a sync of', file);
  },
  truncate: (size) => {
    file.truncate(size);
    take('after a cut of', file);
  },
});
