import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { holdOpenFile } from '../../host/heldOpenFile.js';

/**
 * What the log needs of a file. The durability tests wrap it to fail, or to kill the process, at a
 * chosen point of the write path.
 */
export type LogFile = {
  readonly path: string;
  size(): number;
  /**
   * Reads and writes block: they copy from and to the page cache, which takes less than a
   * thread-pool turn.
   */
  read(target: Buffer, position: number): number;
  write(bytes: Buffer, position: number): void;
  sync(): Promise<void>;
  /**
   * Fills with zeros: writing over them later needs no new blocks, which halves the time of a sync.
   */
  reserve(from: number, to: number): void;
  truncate(size: number): void;
  close(): void;
};

const dataSync = promisify(fdatasync);

export const openLogFile = (path: string): LogFile => {
  const file = openSync(path, 'a+');
  closeSync(file);
  const descriptor = openSync(path, 'r+');
  const held = holdOpenFile(path, descriptor);

  return {
    path,
    size: () => fstatSync(descriptor).size,
    read: (target, position) => readFully(descriptor, target, position),
    write: (bytes, position) => {
      writeFully(descriptor, bytes, position);
    },
    sync: async () => {
      const synced = dataSync(descriptor);
      try {
        // what went to a file that is no longer here must not be acknowledged; the disk works
        // meanwhile
        held.check();
      } finally {
        await synced;
      }
    },
    reserve: (from, to) => {
      writeFully(descriptor, Buffer.alloc(to - from), from);
    },
    truncate: (size) => {
      ftruncateSync(descriptor, size);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
};

const readFully = (descriptor: number, target: Buffer, position: number): number => {
  let done = 0;
  while (done < target.length) {
    const count = readSync(descriptor, target, done, target.length - done, position + done);
    if (count === 0) break;
    done += count;
  }

  return done;
};

const writeFully = (descriptor: number, bytes: Buffer, position: number): void => {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  }
};
