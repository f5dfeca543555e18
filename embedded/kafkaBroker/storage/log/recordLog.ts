import { countLeading } from '../../../../platform/collections/index.js';
import type { BatchHeader } from '../../protocol/recordBatch.js';
import { syncFolder } from '../journal.js';
import { openActive } from './openSegment.js';
import { openLog, type ProducerReader } from './openLog.js';
import { writeProducers } from './producersFile.js';
import type { StoredBatch } from './readBatches.js';
import type { ReadLimits, Segment } from './segment.js';
import { segmentFiles } from './segmentFiles.js';

export type RollLimits = Readonly<{ segmentBytes: number; segmentMs: number }>;

/**
 * The record batches of a partition, in segments. Positions are bytes from the start of the first
 * segment that there ever was.
 */
export class RecordLog {
  readonly #folder: string;
  #segments: readonly Segment[];
  #active: Segment;

  /** Opens or creates the log, and removes the torn end of its last segment. Throws DamagedLog. */
  constructor(folder: string, producers: ProducerReader) {
    this.#folder = folder;
    this.#segments = openLog(folder, producers);
    this.#active = lastOf(this.#segments);
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get active(): Segment {
    return this.#active;
  }

  get folder(): string {
    return this.#folder;
  }

  /** Position of the next batch. */
  get bytes(): number {
    return this.#active.start + this.#active.bytes;
  }

  /** Offset of the next record. */
  get endOffset(): number {
    return this.#active.endOffset;
  }

  /** No record has a smaller offset. */
  get startOffset(): number {
    return (this.#segments[0] ?? this.#active).base;
  }

  /** In milliseconds; 0 when there are no records. */
  get latestTimestamp(): number {
    const written = this.#segments.filter(({ bytes }) => bytes > 0);

    return Math.max(0, ...written.map(({ maxTimestamp }) => maxTimestamp));
  }

  /** Whether the batch belongs into a new segment. */
  isFullFor({ size, maxTimestamp }: BatchHeader, { segmentBytes, segmentMs }: RollLimits): boolean {
    const { bytes, firstTimestamp } = this.#active;
    if (bytes === 0) return false;

    return bytes + size > segmentBytes || maxTimestamp - firstTimestamp > segmentMs;
  }

  append(batch: Buffer, header: BatchHeader): void {
    this.#active.append(batch, header);
  }

  /** Makes the last segment durable; the others are. */
  sync(): Promise<void> {
    return this.#active.sync();
  }

  /**
   * Begins a segment, behind one that was sealed. Throws, and changes nothing, when the disk
   * refuses.
   */
  beginSegment(producerStates: unknown): void {
    const base = this.endOffset;
    const files = segmentFiles(this.#folder, base);
    writeProducers(files.producers, producerStates);
    const next = openActive({ files, base, start: this.bytes }, () => undefined);
    syncFolder(this.#folder);
    this.#active.finish();
    this.#segments = [...this.#segments, next];
    this.#active = next;
  }

  /**
   * Returns whole batches from the one that has `offset`, up to `maxBytes` and not beyond position
   * `limit`. With `atLeastOne` the first batch is returned however large it is.
   */
  read(offset: number, { maxBytes, limit, atLeastOne }: ReadLimits): Buffer {
    const chunks: Buffer[] = [];
    let room = maxBytes;
    for (const segment of this.#segments.slice(this.#indexOf(offset))) {
      const end = Math.min(segment.bytes, limit - segment.start);
      if (end < 0) break;
      const position = segment.locate(offset, end);
      if (position >= end) continue;
      const isFirst = chunks.length === 0;
      const limits = { maxBytes: room, limit: end, atLeastOne: atLeastOne && isFirst };
      const chunk = segment.read(position, limits);
      chunks.push(chunk);
      room -= chunk.length;
      if (position + chunk.length < end) break;
    }

    return (chunks.length === 1 ? chunks[0] : undefined) ?? Buffer.concat(chunks);
  }

  /** Returns the position at which the batch with `offset` begins, or one before it. */
  floor(offset: number): number {
    const segment = this.#segments[this.#indexOf(offset)] ?? this.#active;

    return segment.start + segment.floor(offset);
  }

  /** Yields the batches up to position `limit` in which a record may be as late as `since`. */
  *batchesSince(since: number, limit: number): Generator<StoredBatch> {
    for (const segment of [...this.#segments])
      if (segment.maxTimestamp >= since) yield* segment.batches(limit - segment.start, since);
  }

  /** Removes the oldest segments. */
  dropFirst(count: number): void {
    const dropped = this.#segments.slice(0, count);
    this.#segments = this.#segments.slice(count);
    for (const segment of dropped) segment.remove();
  }

  /** Has one segment stand for several that followed each other. */
  replace(replaced: readonly Segment[], by: Segment): void {
    const at = this.#segments.findIndex(({ base }) => base === by.base);
    this.#segments = this.#segments.toSpliced(at, replaced.length, by);
  }

  /** Closes the files of segments that nobody reads. */
  rest(): void {
    for (const segment of this.#segments) segment.rest();
  }

  close(): void {
    for (const segment of this.#segments) segment.close();
  }

  /** Index of the segment in which an offset is, or would be. */
  #indexOf(offset: number): number {
    if (offset >= this.#active.base) return this.#segments.length - 1;
    const segments = this.#segments;
    const begun = countLeading(segments.length, (at) => (segments[at]?.base ?? 0) <= offset);

    return Math.max(0, begun - 1);
  }
}

const lastOf = (segments: readonly Segment[]): Segment => {
  const last = segments.at(-1);
  if (last === undefined) throw new Error('A log has at least one segment');

  return last;
};
