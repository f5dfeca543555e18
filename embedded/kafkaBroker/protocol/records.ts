import { unpack } from './compression/unpack.js';
import { batchHeaderLength, type BatchHeader } from './recordBatch.js';

export type UnpackedRecord = Readonly<{
  offset: number;
  /** In milliseconds. */
  timestamp: number;
  key: Buffer | null;
  /** Whether it says that its key is gone: it has no value. */
  isTombstone: boolean;
  /** All of it, as it is stored. */
  bytes: Buffer;
}>;

/** Returns the records of a batch, or null when they cannot be unpacked here. */
export const unpackRecords = (header: BatchHeader, batch: Buffer): UnpackedRecord[] | null => {
  const records = unpack(header.codec, batch.subarray(batchHeaderLength));
  if (records === null || header.recordCount > records.length) return null;
  let at = 0;

  return Array.from({ length: header.recordCount }, () => {
    const record = readRecord(header, records, at);
    at += record.bytes.length;

    return record;
  });
};

const readRecord = (header: BatchHeader, bytes: Buffer, start: number): UnpackedRecord => {
  let at = start;
  const varint = (): number => {
    const { value, next } = zigzag(bytes, at);
    at = next;

    return value;
  };
  const end = varint() + at;
  at += 1; // attributes
  const timestamp = header.baseTimestamp + varint();
  const offset = header.baseOffset + varint();
  const keyLength = varint();
  const key = keyLength < 0 ? null : bytes.subarray(at, at + keyLength);
  at += Math.max(0, keyLength);
  const isTombstone = varint() < 0;

  return { offset, timestamp, key, isTombstone, bytes: bytes.subarray(start, end) };
};

/** Reads a zigzag varint: seven bits a byte, the lowest first, with the sign in the lowest bit. */
const zigzag = (bytes: Buffer, start: number): Readonly<{ value: number; next: number }> => {
  let value = 0;
  let weight = 1;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * weight;
    weight *= 128;
    if (byte < 128) return { value: value % 2 === 0 ? value / 2 : -(value + 1) / 2, next: at + 1 };
  }

  return { value: 0, next: bytes.length };
};
