import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync, readSync, write } from 'node:fs';

/**
 * The five things that the log asks of a file. The durability tests wrap it to fail, or to kill the process, at a
 * chosen point of the write path.
 */
export type LogFile = {
  readonly path: string;
  size(): number;
  /** Blocking: the tail of the log is in the page cache, and a thread-pool turn would cost more than the copy. */
  read(target: Buffer, position: number): number;
  write(bytes: Buffer, position: number): Promise<void>;
  sync(): Promise<void>;
  truncate(size: number): void;
  close(): void;
};

export function openLogFile(path: string): LogFile {
  const file = openSync(path, 'a+');
  closeSync(file);
  const descriptor = openSync(path, 'r+');

  return {
    path,
    size: () => fstatSync(descriptor).size,
    read: (target, position) => readFully(descriptor, target, position),
    write: (bytes, position) => writeFully(descriptor, bytes, position),
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(descriptor, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
    truncate: (size) => {
      ftruncateSync(descriptor, size);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

function readFully(descriptor: number, target: Buffer, position: number): number {
  let done = 0;
  while (done < target.length) {
    const count = readSync(descriptor, target, done, target.length - done, position + done);
    if (count === 0) break;
    done += count;
  }

  return done;
}

async function writeFully(descriptor: number, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    done += await writeOnce(descriptor, bytes.subarray(done), position + done);
  }
}

function writeOnce(descriptor: number, bytes: Buffer, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(descriptor, bytes, 0, bytes.length, position, (error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });
}
