import { closeSync, fdatasync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import {
  batchHeaderLength,
  batchSize,
  type BatchHeader,
  nextOffset,
  readBatchHeader,
} from '../protocol/recordBatch.js';
import { scanLog } from './scanLog.js';
import { SparseIndex } from './sparseIndex.js';

const fdatasyncOf = promisify(fdatasync);

/**
 * Record batches one after the other in a file, as Kafka stores them. Reads and writes are
 * synchronous: the page cache takes 2 to 4 µs, the thread pool ten times that. Only syncs leave the
 * thread.
 */
export class RecordLog {
  readonly #fd: number;
  readonly #index = new SparseIndex();
  #bytes: number;
  #endOffset: number;

  /**
   * Opens or creates the file, truncates a torn end and calls `visit` for every batch. Throws
   * DamagedLog.
   */
  constructor(path: string, visit: (header: BatchHeader) => void) {
    this.#fd = openSync(path, 'a+');
    const end = scanLog({ fd: this.#fd, path }, (header, position) => {
      this.#index.add(header.baseOffset, position);
      visit(header);
    });
    ftruncateSync(this.#fd, end.bytes);
    this.#bytes = end.bytes;
    this.#endOffset = end.offset;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Offset of the next record. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Writes the batch after the last one. Throws, and changes nothing, when the disk is full. */
  append(batch: Buffer, header: BatchHeader): void {
    try {
      for (let done = 0; done < batch.length;) done += writeSync(this.#fd, batch, done);
    } catch (error) {
      ftruncateSync(this.#fd, this.#bytes);
      throw error;
    }
    this.#index.add(header.baseOffset, this.#bytes);
    this.#bytes += batch.length;
    this.#endOffset = nextOffset(header);
  }

  sync(): Promise<void> {
    return fdatasyncOf(this.#fd);
  }

  /**
   * Returns whole batches from the one that has `offset`, up to `maxBytes` and not beyond byte
   * `limit`. With `atLeastOne` the first batch is returned however large it is.
   */
  read(offset: number, { maxBytes, limit, atLeastOne }: ReadLimits): Buffer {
    const position = this.#locate(offset, limit);
    if (position >= limit) return Buffer.alloc(0);
    const chunk = this.#readAt(position, Math.min(maxBytes, limit - position));
    const whole = wholeBatches(chunk);
    if (whole > 0 || !atLeastOne) return chunk.subarray(0, whole);

    return this.#readAt(position, batchSize(this.#readAt(position, batchHeaderLength), 0));
  }

  /** Returns the byte at which the batch with `offset` begins, or one before it. */
  floor(offset: number): number {
    return this.#index.floor(offset);
  }

  /** Yields the headers of the batches up to byte `limit`. */
  *headers(limit: number): Generator<Readonly<{ header: BatchHeader; batch: () => Buffer }>> {
    for (let position = 0; position < limit;) {
      const at = position;
      const header = this.#headerAt(at);
      yield { header, batch: () => this.#readAt(at, header.size) };
      position += header.size;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #locate(offset: number, limit: number): number {
    let position = this.#index.floor(offset);
    while (position < limit) {
      const header = this.#headerAt(position);
      if (nextOffset(header) > offset) break;
      position += header.size;
    }

    return position;
  }

  #headerAt(position: number): BatchHeader {
    return readBatchHeader(this.#readAt(position, batchHeaderLength));
  }

  #readAt(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);

    return bytes.subarray(0, readSync(this.#fd, bytes, 0, length, position));
  }
}

type ReadLimits = Readonly<{ maxBytes: number; limit: number; atLeastOne: boolean }>;

const wholeBatches = (chunk: Buffer): number => {
  let end = 0;
  while (end + 12 <= chunk.length && end + batchSize(chunk, end) <= chunk.length)
    end += batchSize(chunk, end);

  return end;
};
