import { KafkaError, storageError } from '../protocol/errorCodes.js';
import {
  batchHeaderLength,
  batchSize,
  type BatchHeader,
  isBatchIntact,
  readBatchHeader,
  writeBaseOffset,
} from '../protocol/recordBatch.js';
import { createGroupedSync, type GroupedSync } from './groupedSync.js';
import { ProducerStates } from './producerStates.js';
import { RecordLog } from './recordLog.js';

export type PartitionOptions = Readonly<{ sync: boolean }>;

/** One partition of a topic: its log, the state of its producers, and its watchers. */
export class Partition {
  readonly #log: RecordLog;
  readonly #producers = new ProducerStates();
  readonly #watchers = new Set<() => void>();
  readonly #groupedSync: GroupedSync;
  readonly #sync: boolean;
  #durableBytes: number;
  #highWatermark: number;
  #broken = false;

  constructor(path: string, { sync }: PartitionOptions) {
    this.#log = new RecordLog(path, (header) => this.#producers.note(header));
    this.#durableBytes = this.#log.bytes;
    this.#highWatermark = this.#log.endOffset;
    this.#sync = sync;
    this.#groupedSync = createGroupedSync(() => this.#makeDurable());
  }

  /** Old records are never deleted. */
  readonly startOffset = 0;

  /** First offset that consumers do not see yet. They see a record once it is durable. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /**
   * Appends one record batch, overwriting its base offset in place, and returns that offset once
   * the batch is durable. A retry of an idempotent producer gets the offset of the first time.
   * Throws KafkaError: the batch is malformed, too large or out of sequence, or the disk failed.
   */
  async append(batch: Buffer, maxBytes: number): Promise<number> {
    const header = checked(batch, maxBytes);
    const repeated = this.#producers.repeated(header);
    const baseOffset = repeated ?? this.#log.endOffset;
    if (repeated === null) this.#write(batch, { ...header, baseOffset });
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

  /** Returns the durable batches, from the first one on. */
  batches = () => this.#log.headers(this.#durableBytes);

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

  #write(batch: Buffer, header: BatchHeader): void {
    if (this.#broken) throw new KafkaError('KAFKA_STORAGE_ERROR');
    writeBaseOffset(batch, header.baseOffset);
    try {
      this.#log.append(batch, header);
    } catch (error) {
      throw storageError(error);
    }
    this.#producers.note(header);
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

const checked = (batch: Buffer, maxBytes: number): BatchHeader => {
  if (batch.length < batchHeaderLength) throw new KafkaError('CORRUPT_MESSAGE');
  const header = readBatchHeader(batch);
  if (header.magic !== 2) throw new KafkaError('UNSUPPORTED_FOR_MESSAGE_FORMAT');
  if (batch.length > maxBytes) throw new KafkaError('MESSAGE_TOO_LARGE');
  if (batchSize(batch, 0) !== batch.length) throw new KafkaError('CORRUPT_MESSAGE');
  if (!isBatchIntact(batch)) throw new KafkaError('CORRUPT_MESSAGE');
  if (header.transactional) throw new KafkaError('INVALID_TXN_STATE');
  if (header.control || header.recordCount !== header.lastOffsetDelta + 1)
    throw new KafkaError('INVALID_RECORD');

  return header;
};
