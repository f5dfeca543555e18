import { KafkaError, storageError } from '../protocol/errorCodes.js';
import { type BatchHeader, isPacked, writeBaseOffset } from '../protocol/recordBatch.js';
import { AppendOrder } from './appendOrder.js';
import { checkBatch } from './checkBatch.js';
import { createGroupedSync, type GroupedSync } from './groupedSync.js';
import { ProducerStates } from './producerStates.js';
import { RecordLog } from './log/recordLog.js';
import { compactLog } from './cleaning/compactLog.js';
import { countExpired } from './cleaning/countExpired.js';
import { latestRecord } from './log/latestRecord.js';
import { offsetForTime, type RecordTime } from './log/offsetForTime.js';
import type { LogSettings } from './topicSettings.js';

export type PartitionOptions = Readonly<{
  sync: boolean;
  settings: LogSettings;
  /** Clients have deleted the records before this offset. */
  deletedBefore: number;
  /** Called when there is a new segment: something may be there to compact. */
  onRoll: () => void;
}>;

/** One partition of a topic: its log, the state of its producers, and its watchers. */
export class Partition {
  readonly #log: RecordLog;
  readonly #producers = new ProducerStates();
  readonly #appends = new AppendOrder();
  readonly #watchers = new Set<() => void>();
  readonly #groupedSync: GroupedSync;
  readonly #sync: boolean;
  readonly #onRoll: () => void;
  #settings: LogSettings;
  #deletedBefore: number;
  #durableBytes: number;
  #highWatermark: number;
  #broken = false;

  /** `folder` has the segments; it is created when it is missing. Throws DamagedLog. */
  constructor(folder: string, { sync, settings, deletedBefore, onRoll }: PartitionOptions) {
    this.#log = new RecordLog(folder, this.#producers);
    this.#durableBytes = this.#log.bytes;
    this.#highWatermark = this.#log.endOffset;
    this.#sync = sync;
    this.#onRoll = onRoll;
    this.#settings = settings;
    this.#deletedBefore = deletedBefore;
    this.#groupedSync = createGroupedSync(() => this.#makeDurable());
  }

  /** Offset of the first record that is not deleted, or would be the first. */
  get startOffset(): number {
    return Math.max(this.#log.startOffset, this.#deletedBefore);
  }

  /** First offset that consumers do not see yet. They see a record once it is durable. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /**
   * Appends one record batch, overwriting its base offset in place, and returns that offset once
   * the batch is durable. A retry of an idempotent producer gets the offset of the first time.
   * Throws KafkaError: the batch is malformed, too large or out of sequence, or the disk failed.
   */
  async append(batch: Buffer): Promise<number> {
    const baseOffset = await this.#appends.run(isPacked(batch), () => this.#take(batch));
    await this.#groupedSync();

    return baseOffset;
  }

  /**
   * Returns whole batches from `offset` on, up to `maxBytes`; with `atLeastOne` at least one, if
   * any.
   */
  read(offset: number, maxBytes: number, atLeastOne: boolean): Buffer {
    if (offset < this.startOffset || offset > this.#log.endOffset)
      throw new KafkaError('OFFSET_OUT_OF_RANGE');
    if (offset >= this.#highWatermark) return nothing;

    return this.#log.read(offset, { maxBytes, limit: this.#durableBytes, atLeastOne });
  }

  /**
   * Returns how many bytes there are at most from `offset` on, without reading any; Infinity where
   * a read would throw.
   */
  bytesFrom(offset: number): number {
    if (offset < this.startOffset || offset > this.#log.endOffset) return Infinity;

    return offset >= this.#highWatermark ? 0 : this.#durableBytes - this.#log.floor(offset);
  }

  /** Returns the first durable record that is not older than `timestamp`, in milliseconds. */
  findTime(timestamp: number): RecordTime {
    const batches = this.#log.batchesSince(timestamp, this.#durableBytes);

    return offsetForTime(batches, { timestamp, startOffset: this.startOffset });
  }

  /** Returns the first record that has the latest time, of those that consumers see. */
  findLatestTime(): RecordTime {
    const found = this.findTime(this.#log.latestTimestamp);
    if (found.offset >= 0) return found;

    return latestRecord(this.#log.segments, {
      limit: this.#durableBytes,
      startOffset: this.startOffset,
    });
  }

  configure(settings: LogSettings): void {
    this.#settings = settings;
  }

  /** Throws OFFSET_OUT_OF_RANGE, and POLICY_VIOLATION where a topic is only compacted. */
  checkDeletion(before: number): void {
    if (!this.#settings.deletes) throw new KafkaError('POLICY_VIOLATION');
    if (before < 0 || before > this.#highWatermark) throw new KafkaError('OFFSET_OUT_OF_RANGE');
  }

  /** Hides the records before the offset and removes segments that have no others. Returns it. */
  deleteBefore(offset: number): number {
    this.#deletedBefore = Math.max(this.#deletedBefore, offset);
    this.#dropExpired(Date.now());

    return this.startOffset;
  }

  /**
   * Removes what is to be kept no longer, compacts if the topic wants it, and closes files that
   * nobody reads. Throws what the disk throws.
   */
  async clean(now: number): Promise<void> {
    this.#log.rest();
    this.#dropExpired(now);
    if (this.#settings.compacts)
      await compactLog(this.#log, { ...this.#settings, now, isOpen: () => !this.#broken });
  }

  /** Calls `onAppend` whenever there is more to read. Returns the function that ends that. */
  watch(onAppend: () => void): () => void {
    this.#watchers.add(onAppend);

    return () => this.#watchers.delete(onAppend);
  }

  /**
   * Waits until what was appended is durable and closes the file. Watchers are called once more.
   */
  async close(): Promise<void> {
    await this.#groupedSync().catch(() => undefined);
    this.#broken = true;
    this.#log.close();
    this.#notifyWatchers();
  }

  #take(batch: Buffer): number {
    const header = checkBatch(batch, this.#settings);
    const repeated = this.#producers.repeated(header);
    if (repeated !== null) return repeated;
    const baseOffset = this.#log.endOffset;
    this.#write(batch, { ...header, baseOffset });

    return baseOffset;
  }

  #write(batch: Buffer, header: BatchHeader): void {
    if (this.#broken) throw new KafkaError('KAFKA_STORAGE_ERROR');
    if (this.#log.isFullFor(header, this.#settings)) this.#makeRoom();
    writeBaseOffset(batch, header.baseOffset);
    try {
      this.#log.append(batch, header);
    } catch (error) {
      throw storageError(error);
    }
    this.#producers.note(header);
  }

  #makeRoom(): void {
    this.#roll();
    try {
      this.#dropExpired(Date.now());
    } catch {
      // tried again, and reported, with the next cleaning
    }
  }

  /** Begins a new segment. */
  #roll(): void {
    try {
      this.#log.active.seal({ sync: this.#sync });
    } catch (error) {
      this.#broken = true;
      throw storageError(error);
    }
    try {
      this.#log.beginSegment(this.#producers.toJson());
    } catch (error) {
      throw storageError(error);
    }
    this.#onRoll();
  }

  #dropExpired(now: number): void {
    if (this.#broken) return;
    const count = countExpired(this.#log.segments, {
      ...this.#settings,
      now,
      deletedBefore: this.#deletedBefore,
      highWatermark: this.#highWatermark,
    });
    if (count === this.#log.segments.length) this.#roll();
    this.#log.dropFirst(count);
  }

  async #makeDurable(): Promise<void> {
    const { bytes, endOffset } = this.#log;
    if (bytes === this.#durableBytes) return;
    if (this.#broken) throw new KafkaError('KAFKA_STORAGE_ERROR');
    try {
      if (this.#sync) await this.#log.sync();
    } catch (error) {
      // after a failed sync it is unknown what is on the disk: only a restart checks every batch
      this.#broken = true;
      throw storageError(error);
    }
    this.#durableBytes = bytes;
    this.#highWatermark = endOffset;
    this.#notifyWatchers();
  }

  #notifyWatchers(): void {
    for (const onAppend of [...this.#watchers]) onAppend();
  }
}

const nothing = Buffer.alloc(0);
