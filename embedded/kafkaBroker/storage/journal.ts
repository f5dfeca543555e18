import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { storageError } from '../protocol/errorCodes.js';
import { isWhole, jsonOf, toLine } from './checkedLine.js';

/** A file of entries, one per line: checksum, space, JSON. */
export class Journal<Entry> {
  readonly #path: string;
  #fd: number;
  #bytes: number;

  /**
   * Opens or creates the file, truncates a torn last line and calls `visit` for every entry. Throws
   * on other damage.
   */
  constructor(path: string, visit: (entry: Entry) => void) {
    this.#path = path;
    this.#fd = openSync(path, 'a+');
    this.#bytes = readEntries(path, (json) => visit(JSON.parse(json) as Entry));
    ftruncateSync(this.#fd, this.#bytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Appends one entry; it survives the end of the process, and with `sync` that of the machine.
   * Throws KAFKA_STORAGE_ERROR, and changes nothing, when the disk refuses.
   */
  append(entry: Entry, { sync }: Readonly<{ sync: boolean }>): void {
    const line = Buffer.from(toLine(entry));
    try {
      for (let done = 0; done < line.length;) done += writeSync(this.#fd, line, done);
      if (sync) fdatasyncSync(this.#fd);
    } catch (error) {
      ftruncateSync(this.#fd, this.#bytes);
      throw storageError(error);
    }
    this.#bytes += line.length;
  }

  /** Replaces all entries atomically. Throws, and changes nothing, when the disk refuses. */
  rewrite(entries: readonly Entry[]): void {
    const temporary = `${this.#path}.new`;
    const bytes = Buffer.from(entries.map(toLine).join(''));
    try {
      writeDurably(temporary, bytes);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    renameSync(temporary, this.#path);
    syncFolder(dirname(this.#path));
    closeSync(this.#fd);
    this.#fd = openSync(this.#path, 'a+');
    this.#bytes = bytes.length;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

const writeDurably = (path: string, bytes: Buffer): void => {
  const fd = openSync(path, 'w');
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};

/** Makes new, renamed and deleted names of a folder durable. */
export const syncFolder = (path: string): void => {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};

const readEntries = (path: string, visit: (json: string) => void): number => {
  const lines = readFileSync(path, 'utf8').split('\n');
  const ended = lines.slice(0, -1);
  const damaged = ended.findIndex((line) => !isWhole(line));
  const whole = damaged === -1 ? ended : ended.slice(0, damaged);
  const bytes = whole.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  if (damaged !== -1 && ended.slice(damaged + 1).some(isWhole))
    throw new Error(`${path} is damaged at byte ${bytes}, and intact entries follow`);
  whole.forEach((line) => visit(jsonOf(line)));

  return bytes;
};
