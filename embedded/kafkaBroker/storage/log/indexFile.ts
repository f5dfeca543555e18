import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { crc32c } from '../../protocol/crc32c.js';
import type { IndexEntries } from './sparseIndex.js';

/** What there is to know of a segment without reading it. */
export type SegmentSummary = Readonly<{
  bytes: number;
  /** The offset after its last record. */
  endOffset: number;
  /** Of its first batch, in milliseconds; -1 while there is none. */
  firstTimestamp: number;
  maxTimestamp: number;
  /** Up to this offset the log was compacted; older values of a key are gone. */
  cleanTo: number;
}>;

const form = 1;
const checksumBytes = 8;
const headerNumbers = 7;
const headerBytes = checksumBytes + 8 * headerNumbers;

/**
 * Writes what is known of a segment. It is derived from the log: checksums tell a file that was not
 * written to its end, and a missing one is made again.
 */
export const writeIndex = (path: string, summary: SegmentSummary, entries: IndexEntries): void => {
  const { offsets, positions, timestamps } = entries;
  const body = toBytes([...offsets, ...positions, ...timestamps]);
  const { bytes, endOffset, firstTimestamp, maxTimestamp, cleanTo } = summary;
  const header = toBytes([
    form,
    bytes,
    endOffset,
    firstTimestamp,
    maxTimestamp,
    cleanTo,
    offsets.length,
  ]);
  const checksums = Buffer.alloc(checksumBytes);
  checksums.writeUInt32LE(crc32c(header), 0);
  checksums.writeUInt32LE(crc32c(body), 4);
  writeFileSync(path, Buffer.concat([checksums, header, body]));
};

/** Returns what the file says about a log of `bytes`, or null when it is missing or wrong. */
export const readSummary = (path: string, bytes: number): SegmentSummary | null => {
  const header = readStart(path);
  if (header === null) return null;
  if (crc32c(header.subarray(checksumBytes)) !== header.readUInt32LE(0)) return null;
  const numbers = toNumbers(header.subarray(checksumBytes));
  if (numbers[0] !== form || numbers[1] !== bytes) return null;
  const [, , endOffset = 0, firstTimestamp = -1, maxTimestamp = -1, cleanTo = 0] = numbers;

  return { bytes, endOffset, firstTimestamp, maxTimestamp, cleanTo };
};

/** Returns the entries of a file whose summary was right, or null when they are damaged. */
export const readEntries = (path: string): IndexEntries | null => {
  const file = readWhole(path);
  if (file === null || file.length < headerBytes) return null;
  const body = file.subarray(headerBytes);
  const count = file.readDoubleLE(headerBytes - 8);
  if (crc32c(body) !== file.readUInt32LE(4) || body.length !== 24 * count) return null;
  const numbers = toNumbers(body);

  return {
    offsets: numbers.slice(0, count),
    positions: numbers.slice(count, 2 * count),
    timestamps: numbers.slice(2 * count),
  };
};

const readStart = (path: string): Buffer | null => {
  try {
    const fd = openSync(path, 'r');
    try {
      const header = Buffer.alloc(headerBytes);

      return readSync(fd, header, 0, headerBytes, 0) === headerBytes ? header : null;
    } finally {
      closeSync(fd);
    }
  } catch {
    return null;
  }
};

const readWhole = (path: string): Buffer | null => {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
};

const toBytes = (numbers: readonly number[]): Buffer => {
  const bytes = Buffer.allocUnsafe(8 * numbers.length);
  numbers.forEach((number, at) => bytes.writeDoubleLE(number, 8 * at));

  return bytes;
};

const toNumbers = (bytes: Buffer): number[] =>
  Array.from({ length: Math.floor(bytes.length / 8) }, (_, at) => bytes.readDoubleLE(8 * at));
