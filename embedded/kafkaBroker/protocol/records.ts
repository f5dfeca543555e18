import { unpack } from './compression/unpack.js';
import { batchHeaderLength, type BatchHeader } from './recordBatch.js';
import { RecordReader } from './recordReader.js';

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
  readonly #reader: RecordReader;
  #left: number;
  #start = 0;
  #end = 0;
  #keyStart = 0;
  #keyLength = -1;

  /** `records` are unpacked. */
  constructor(header: BatchHeader, records: Buffer) {
    this.#header = header;
    this.#records = records;
    this.#left = header.recordCount;
    this.#reader = new RecordReader(records);
  }

  get key(): Buffer | null {
    if (this.#keyLength < 0) return null;

    return this.#records.subarray(this.#keyStart, this.#keyStart + this.#keyLength);
  }

  get bytes(): Buffer {
    return this.#records.subarray(this.#start, this.#end);
  }

  /** Goes to the next record, at first to the first. Returns false when there is none. */
  next(): boolean {
    if (this.#left <= 0) return false;
    this.#left -= 1;
    const reader = this.#reader;
    this.#start = this.#end;
    reader.at = this.#start;
    const size = reader.varint();
    this.#end = Math.min(Math.max(reader.at + size, this.#start), this.#records.length);
    reader.at += 1; // attributes
    this.timestamp = this.#header.baseTimestamp + reader.longVarint();
    this.offset = this.#header.baseOffset + reader.varint();
    this.#keyLength = reader.skipBytes();
    this.#keyStart = reader.at - Math.max(0, this.#keyLength);
    this.isTombstone = reader.varint() < 0;

    return true;
  }
}

/** Returns a cursor before the first record of a batch; null when it cannot be unpacked here. */
export const openRecords = (header: BatchHeader, batch: Buffer): RecordCursor | null => {
  const records = unpackedOrNull(header, batch);
  if (records === null || header.recordCount > records.length) return null;

  return new RecordCursor(header, records);
};

const unpackedOrNull = ({ codec }: BatchHeader, batch: Buffer): Buffer | null => {
  try {
    return unpack(codec, batch.subarray(batchHeaderLength));
  } catch {
    return null;
  }
};
