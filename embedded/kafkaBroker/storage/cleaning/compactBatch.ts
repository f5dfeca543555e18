import { crc32c } from '../../protocol/crc32c.js';
import {
  batchHeaderLength,
  type BatchHeader,
  checksumEnd,
  lengthEnd,
  maxTimestampAt,
} from '../../protocol/recordBatch.js';
import { openRecords, type ReadRecord } from '../../protocol/records.js';

/**
 * Returns the batch without the records that are not kept, or null when none is. Offsets and times
 * stay. What is left is no longer compressed, and the header has its latest time. A batch that
 * cannot be unpacked here stays as it is.
 */
export const compactBatch = (
  { header, batch }: Readonly<{ header: BatchHeader; batch: Buffer }>,
  isKept: (record: ReadRecord) => boolean,
): Buffer | null => {
  const records = openRecords(header, batch);
  if (records === null) return batch;
  const kept: Buffer[] = [];
  let latest = -1;
  while (records.next())
    if (isKept(records)) {
      kept.push(records.bytes);
      latest = Math.max(latest, records.timestamp);
    }
  if (kept.length === 0) return null;

  return kept.length === header.recordCount ? batch : toBatch(batch, kept, latest);
};

const toBatch = (batch: Buffer, records: readonly Buffer[], maxTimestamp: number): Buffer => {
  const head = batch.subarray(0, batchHeaderLength);
  const bytes = Buffer.concat([head, ...records]);
  bytes.writeInt32BE(bytes.length - lengthEnd, 8);
  bytes.writeInt16BE(bytes.readInt16BE(checksumEnd) & ~0x07, checksumEnd);
  bytes.writeBigInt64BE(BigInt(maxTimestamp), maxTimestampAt);
  bytes.writeInt32BE(records.length, batchHeaderLength - 4);
  bytes.writeUInt32BE(crc32c(bytes.subarray(checksumEnd)), checksumEnd - 4);

  return bytes;
};
