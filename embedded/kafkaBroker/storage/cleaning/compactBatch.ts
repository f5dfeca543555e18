import { crc32c } from '../../protocol/crc32c.js';
import {
  batchHeaderLength,
  type BatchHeader,
  checksumEnd,
  lengthEnd,
  maxTimestampAt,
} from '../../protocol/recordBatch.js';
import { unpackRecords, type UnpackedRecord } from '../../protocol/records.js';

/**
 * Returns the batch without the records that are not kept, or null when none is. Offsets and times
 * stay. What is left is no longer compressed, and the header has its latest time. A batch that
 * cannot be unpacked here stays as it is.
 */
export const compactBatch = (
  { header, batch }: Readonly<{ header: BatchHeader; batch: Buffer }>,
  isKept: (record: UnpackedRecord) => boolean,
): Buffer | null => {
  const records = unpackRecords(header, batch);
  if (records === null) return batch;
  const kept = records.filter(isKept);
  if (kept.length === 0) return null;

  return kept.length === records.length ? batch : toBatch(batch, kept);
};

const toBatch = (batch: Buffer, records: readonly UnpackedRecord[]): Buffer => {
  const head = batch.subarray(0, batchHeaderLength);
  const bytes = Buffer.concat([head, ...records.map((record) => record.bytes)]);
  bytes.writeInt32BE(bytes.length - lengthEnd, 8);
  bytes.writeInt16BE(bytes.readInt16BE(checksumEnd) & ~0x07, checksumEnd);
  bytes.writeBigInt64BE(BigInt(latestOf(records)), maxTimestampAt);
  bytes.writeInt32BE(records.length, batchHeaderLength - 4);
  bytes.writeUInt32BE(crc32c(bytes.subarray(checksumEnd)), checksumEnd - 4);

  return bytes;
};

const latestOf = (records: readonly UnpackedRecord[]): number =>
  records.reduce((latest, { timestamp }) => Math.max(latest, timestamp), -1);
