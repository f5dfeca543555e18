import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  statSync,
  unlinkSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import {
  batchHeaderLength,
  batchSize,
  type BatchHeader,
  nextOffset,
} from '../../protocol/recordBatch.js';
import { readEntries, type SegmentSummary, writeIndex } from './indexFile.js';
import { readAt, readBatches, readHeaders, type StoredBatch, wholeBatches } from './readBatches.js';
import type { SegmentFiles } from './segmentFiles.js';
import { SparseIndex } from './sparseIndex.js';

const fdatasyncOf = promisify(fdatasync);

export type SegmentPlace = Readonly<{
  files: SegmentFiles;
  /** The offset in its name: no record of it has a smaller one. */
  base: number;
  /** Bytes of the log before it. Counted on when older segments are removed or become smaller. */
  start: number;
}>;

type Opened = Readonly<{ fd: number; index: SparseIndex }>;

export type ReadLimits = Readonly<{ maxBytes: number; limit: number; atLeastOne: boolean }>;

/**
 * Record batches one after the other in a file, as Kafka stores them. Reads and writes are
 * synchronous: the page cache takes 2 to 4 µs, the thread pool ten times that. Only syncs leave the
 * thread. File and index are opened by the first read; `rest` closes them.
 */
export class Segment {
  readonly base: number;
  readonly start: number;
  readonly files: SegmentFiles;
  #opened: Opened | null;
  #summary: SegmentSummary;
  #syncs = 0;
  #isUsed = true;
  #isSealed: boolean;
  #isRemoved = false;

  /** Without `opened` the segment is sealed: nothing is appended to it any more. */
  constructor(place: SegmentPlace, summary: SegmentSummary, opened: Opened | null = null) {
    this.base = place.base;
    this.start = place.start;
    this.files = place.files;
    this.#summary = summary;
    this.#opened = opened;
    this.#isSealed = opened === null;
  }

  get bytes(): number {
    return this.#summary.bytes;
  }

  get endOffset(): number {
    return this.#summary.endOffset;
  }

  get firstTimestamp(): number {
    return this.#summary.firstTimestamp;
  }

  get cleanTo(): number {
    return this.#summary.cleanTo;
  }

  /** In milliseconds; where producers give no times, when it was written last. */
  get maxTimestamp(): number {
    const { maxTimestamp } = this.#summary;

    return maxTimestamp >= 0 ? maxTimestamp : statSync(this.files.log).mtimeMs;
  }

  /** Writes the batch after the last one. Throws, and changes nothing, when the disk is full. */
  append(batch: Buffer, header: BatchHeader): void {
    const { fd, index } = this.#open();
    const { bytes, firstTimestamp, maxTimestamp, cleanTo } = this.#summary;
    try {
      for (let done = 0; done < batch.length;) done += writeSync(fd, batch, done);
    } catch (error) {
      ftruncateSync(fd, bytes);
      throw error;
    }
    index.add(header.baseOffset, bytes, maxTimestamp);
    this.#summary = {
      bytes: bytes + batch.length,
      endOffset: nextOffset(header),
      firstTimestamp: bytes === 0 ? header.maxTimestamp : firstTimestamp,
      maxTimestamp: Math.max(maxTimestamp, header.maxTimestamp),
      cleanTo,
    };
  }

  async sync(): Promise<void> {
    const { fd } = this.#open();
    this.#syncs += 1;
    try {
      await fdatasyncOf(fd);
    } finally {
      this.#syncs -= 1;
      if (this.#isRemoved) this.close();
    }
  }

  /** Makes its batches durable before the next segment exists. Throws what the sync throws. */
  seal({ sync }: Readonly<{ sync: boolean }>): void {
    if (sync) fdatasyncSync(this.#open().fd);
    this.noteClean(this.cleanTo);
  }

  /** To be called when the next segment exists. */
  finish(): void {
    this.#isSealed = true;
  }

  /** Returns it in the place of one whose file it has replaced, sealed. */
  renamed(place: SegmentPlace): Segment {
    return new Segment(place, this.#summary);
  }

  /** Notes up to which offset the log is compacted, with the index. */
  noteClean(cleanTo: number): void {
    this.#summary = { ...this.#summary, cleanTo };
    try {
      writeIndex(this.files.index, this.#summary, this.#open().index.entries);
    } catch {
      // the next start reads the log instead
      rmSync(this.files.index, { force: true });
    }
  }

  /** Returns where the first batch with `offset` or a later one begins, or `limit`. */
  locate(offset: number, limit: number): number {
    const { fd, index } = this.#open();
    for (const { header, position } of readHeaders(fd, index.floor(offset), limit))
      if (nextOffset(header) > offset) return position;

    return limit;
  }

  /**
   * Returns whole batches from `position`, up to `maxBytes` and not beyond byte `limit`. With
   * `atLeastOne` the first batch is returned however large it is.
   */
  read(position: number, { maxBytes, limit, atLeastOne }: ReadLimits): Buffer {
    const { fd } = this.#open();
    const chunk = readAt(fd, position, Math.min(maxBytes, limit - position));
    const whole = wholeBatches(chunk);
    if (whole > 0 || !atLeastOne) return chunk.subarray(0, whole);

    return readAt(fd, position, batchSize(readAt(fd, position, batchHeaderLength), 0));
  }

  /** Returns the byte at which the batch with `offset` begins, or one before it. */
  floor(offset: number): number {
    return this.#open().index.floor(offset);
  }

  /**
   * Yields the batches up to byte `limit`; those that are all older than `since` may be left out.
   */
  batches(limit: number, since = -Infinity): Generator<StoredBatch> {
    const { fd, index } = this.#open();

    return readBatches(fd, index.floorOfTime(since), Math.min(limit, this.bytes));
  }

  /** Closes the file of a sealed segment that was not used since the last call. */
  rest(): void {
    if (this.#isSealed && !this.#isUsed) this.close();
    this.#isUsed = false;
  }

  /** Does nothing while a sync is under way; the next call of `rest` comes. */
  close(): void {
    if (this.#opened === null || this.#syncs > 0) return;
    closeSync(this.#opened.fd);
    if (this.#isSealed) this.#opened = null;
  }

  /** Removes its files. The log goes first: what is left of a crash belongs to no segment. */
  remove(): void {
    this.#isRemoved = true;
    this.close();
    unlinkSync(this.files.log);
    rmSync(this.files.index, { force: true });
  }

  #open(): Opened {
    this.#isUsed = true;
    this.#opened ??= this.#reopen();

    return this.#opened;
  }

  #reopen(): Opened {
    const fd = openSync(this.files.log, 'r');
    const entries = readEntries(this.files.index);
    if (entries !== null) return { fd, index: new SparseIndex(entries) };
    const index = new SparseIndex();
    let latest = -1;
    for (const { header, position } of readBatches(fd, 0, this.bytes)) {
      index.add(header.baseOffset, position, latest);
      latest = Math.max(latest, header.maxTimestamp);
    }

    return { fd, index };
  }
}
