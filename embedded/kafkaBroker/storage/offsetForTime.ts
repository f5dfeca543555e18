import { batchHeaderLength, type BatchHeader } from '../protocol/recordBatch.js';

type Batches = Iterable<Readonly<{ header: BatchHeader; batch: () => Buffer }>>;
type Moment = Readonly<{ timestamp: number; offset: number }>;

const none: Moment = { timestamp: -1, offset: -1 };

/**
 * Returns the first record that is not older than `timestamp` (in milliseconds), or -1 when there
 * is none. Compressed batches are not decompressed: of one of them it returns the first record,
 * which may be a little too old.
 */
export const offsetForTime = (batches: Batches, timestamp: number): Moment => {
  for (const { header, batch } of batches) {
    if (header.maxTimestamp < timestamp) continue;
    if (header.compressed) return { timestamp: header.baseTimestamp, offset: header.baseOffset };
    const found = momentsOf(header, batch()).find((moment) => moment.timestamp >= timestamp);
    if (found !== undefined) return found;
  }

  return none;
};

const momentsOf = (header: BatchHeader, batch: Buffer): Moment[] => {
  let at = batchHeaderLength;
  const varint = (): number => {
    const { value, next } = zigzag(batch, at);
    at = next;

    return value;
  };

  return Array.from({ length: header.recordCount }, () => {
    const length = varint();
    const end = at + length;
    at += 1; // attributes
    const timestamp = header.baseTimestamp + varint();
    const offset = header.baseOffset + varint();
    at = end;

    return { timestamp, offset };
  });
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
