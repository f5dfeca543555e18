import { unpack } from './compression/unpack.js';
import { batchHeaderLength, type BatchHeader } from './recordBatch.js';

/** What is read of a record. */
export type ReadRecord = Readonly<{
  offset: number;
  /** In milliseconds. */
  timestamp: number;
  key: Buffer | null;
  /** Whether it says that its key is gone: it has no value. */
  isTombstone: boolean;
  /** All of it, as it is stored. */
  bytes: Buffer;
}>;

/**
 * Walks through the records of a batch, and is at one of them at a time. A small batch may unpack
 * to millions of records, for each of which an object would be too much time and memory.
 */
export class RecordCursor implements ReadRecord {
  offset = -1;
  timestamp = -1;
  isTombstone = false;
  readonly #header: BatchHeader;
  readonly #records: Buffer;
  #left: number;
  #at = 0;
  #start = 0;
  #end = 0;
  #keyStart = 0;
  #keyLength = -1;

  /** `records` are unpacked. */
  constructor(header: BatchHeader, records: Buffer) {
    this.#header = header;
    this.#records = records;
    this.#left = header.recordCount;
  }

  get key(): Buffer | null {
    if (this.#keyLength < 0) return null;

    return this.#records.subarray(this.#keyStart, this.#keyStart + this.#keyLength);
  }

  get hasKey(): boolean {
    return this.#keyLength >= 0;
  }

  get bytes(): Buffer {
    return this.#records.subarray(this.#start, this.#end);
  }

  /** Goes to the next record, at first to the first. Returns false when there is none. */
  next(): boolean {
    if (this.#left <= 0) return false;
    this.#left -= 1;
    this.#start = this.#end;
    this.#at = this.#start;
    const size = this.#varint();
    this.#end = Math.min(Math.max(this.#at + size, this.#start), this.#records.length);
    this.#at += 1; // attributes
    this.timestamp = this.#header.baseTimestamp + this.#varint();
    this.offset = this.#header.baseOffset + this.#varint();
    this.#keyLength = this.#varint();
    this.#keyStart = this.#at;
    this.#at += Math.max(0, this.#keyLength);
    this.isTombstone = this.#varint() < 0;

    return true;
  }

  /** A zigzag varint: seven bits a byte, the lowest first, with the sign in the lowest bit. */
  #varint(): number {
    let value = 0;
    for (let weight = 1; this.#at < this.#records.length; weight *= 128) {
      const byte = this.#records[this.#at] ?? 0;
      this.#at += 1;
      value += (byte & 0x7f) * weight;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }

    return 0;
  }
}

/** Returns a cursor before the first record of a batch; null when it cannot be unpacked here. */
export const openRecords = (header: BatchHeader, batch: Buffer): RecordCursor | null => {
  const records = unpack(header.codec, batch.subarray(batchHeaderLength));
  if (records === null || header.recordCount > records.length) return null;

  return new RecordCursor(header, records);
};
