import { fstatSync, readSync } from 'node:fs';
import {
  batchHeaderLength,
  batchSize,
  type BatchHeader,
  isBatchIntact,
  nextOffset,
  readBatchHeader,
} from '../../protocol/recordBatch.js';

const blockSize = 4 * 1024 * 1024;

/** The batch after a damaged one begins within the largest possible batch. */
const maxSearchBytes = 64 * 1024 * 1024;

export type LogEnd = Readonly<{ bytes: number; offset: number }>;

type File = Readonly<{ fd: number; path: string; base: number }>;

/** A log that is damaged before intact batches. Nothing is dropped: the broker does not start. */
export class DamagedLog extends Error {
  override readonly name = 'DamagedLog';

  constructor(path: string, position: number) {
    super(`${path} is damaged at byte ${position}, and intact record batches follow`);
  }
}

/**
 * Reads a segment from its start and calls `visit` for every intact batch. Returns where the intact
 * part ends; the rest is the torn end of a write that was never acknowledged. Throws DamagedLog.
 */
export const scanLog = (
  file: File,
  visit: (header: BatchHeader, position: number) => void,
): LogEnd => {
  const size = fstatSync(file.fd).size;
  let block = readBlock(file.fd, 0, size);
  let start = 0;
  let end: LogEnd = { bytes: 0, offset: file.base };

  for (;;) {
    let batch = intactBatch(block, end.bytes - start, end.offset);
    if (batch === null && start + block.length < size) {
      start = end.bytes;
      block = readBlock(file.fd, start, size);
      batch = intactBatch(block, 0, end.offset);
    }
    if (batch === null) break;
    visit(batch, end.bytes);
    end = { bytes: end.bytes + batch.size, offset: nextOffset(batch) };
  }
  if (end.bytes < size) refuseDamage(file, end, size);

  return end;
};

const readBlock = (fd: number, position: number, size: number): Buffer => {
  const claimed = Buffer.alloc(batchHeaderLength);
  readSync(fd, claimed, 0, claimed.length, position);
  const wanted = Math.max(blockSize, batchSize(claimed, 0));
  const block = Buffer.allocUnsafe(Math.max(0, Math.min(wanted, size - position)));

  return block.subarray(0, readSync(fd, block, 0, block.length, position));
};

const intactBatch = (block: Buffer, at: number, offset: number): BatchHeader | null => {
  if (at + batchHeaderLength > block.length) return null;
  const header = readBatchHeader(block, at);
  if (header.magic !== 2 || header.baseOffset < offset) return null;
  if (header.size < batchHeaderLength || at + header.size > block.length) return null;

  return isBatchIntact(block.subarray(at, at + header.size)) ? header : null;
};

/** Nothing intact follows a torn write; anything else is damage in the middle. */
const refuseDamage = ({ fd, path }: Omit<File, 'base'>, end: LogEnd, size: number): void => {
  const rest = Buffer.allocUnsafe(Math.min(maxSearchBytes, size - end.bytes));
  readSync(fd, rest, 0, rest.length, end.bytes);
  for (let at = 1; at + batchHeaderLength <= rest.length; at += 1)
    if (rest[at + 16] === 2 && intactBatch(rest, at, end.offset) !== null)
      throw new DamagedLog(path, end.bytes);
};
