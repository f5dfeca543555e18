import { readSync } from 'node:fs';
import {
  batchHeaderLength,
  batchSize,
  type BatchHeader,
  readBatchHeader,
} from '../../protocol/recordBatch.js';

const blockSize = 128 * 1024;
const sizeEnd = 12;

export type StoredBatch = Readonly<{ header: BatchHeader; position: number; batch: Buffer }>;

/** Returns up to `length` bytes from `position` on. */
export const readAt = (fd: number, position: number, length: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length);

  return bytes.subarray(0, readSync(fd, bytes, 0, length, position));
};

/** Yields the batches between two positions, which must be their borders. */
export function* readBatches(fd: number, from: number, to: number): Generator<StoredBatch> {
  let block = readBlock(fd, from, to);
  let start = from;
  for (let position = from; position < to;) {
    if (!hasBatch(block, position - start)) {
      start = position;
      block = readBlock(fd, position, to);
      if (!hasBatch(block, 0)) return;
    }
    const at = position - start;
    const header = readBatchHeader(block, at);
    yield { header, position, batch: block.subarray(at, at + header.size) };
    position += header.size;
  }
}

/** Yields the headers of the batches between two positions, and reads nothing else. */
export function* readHeaders(
  fd: number,
  from: number,
  to: number,
): Generator<Omit<StoredBatch, 'batch'>> {
  for (let position = from; position < to;) {
    const header = readBatchHeader(readAt(fd, position, batchHeaderLength));
    yield { header, position };
    position += header.size;
  }
}

const hasBatch = (block: Buffer, at: number): boolean =>
  at + sizeEnd <= block.length && at + batchSize(block, at) <= block.length;

/** Returns where the last batch of a block that is whole ends. */
export const wholeBatches = (block: Buffer): number => {
  let end = 0;
  while (hasBatch(block, end)) end += batchSize(block, end);

  return end;
};

/** Reads at least one whole batch, if there is one. */
const readBlock = (fd: number, from: number, to: number): Buffer => {
  const block = readAt(fd, from, Math.max(0, Math.min(blockSize, to - from)));
  if (block.length < sizeEnd || batchSize(block, 0) <= block.length) return block;

  return readAt(fd, from, Math.min(batchSize(block, 0), to - from));
};
