import { CorruptCompression } from '../protocol/compression/output.js';
import { unpack } from '../protocol/compression/unpack.js';
import { KafkaError } from '../protocol/errorCodes.js';
import { batchHeaderLength, type BatchHeader } from '../protocol/recordBatch.js';
import { RecordReader } from '../protocol/recordReader.js';

/**
 * Throws INVALID_RECORD with what is wrong, unless the records are what their header promises: a
 * consumer would fail over them again and again. Of what this Node cannot unpack nothing is known.
 */
export const requireRecords = (header: BatchHeader, batch: Buffer, needKeys: boolean): void => {
  const { recordCount, lastOffsetDelta } = header;
  if (recordCount < 1) throw invalid('A batch has no record');
  if (recordCount !== lastOffsetDelta + 1) throw invalid('A batch has gaps');
  const records = unpacked(header, batch);
  if (records !== null) checkAll(header, records, needKeys);
};

const unpacked = ({ codec }: BatchHeader, batch: Buffer): Buffer | null => {
  try {
    return unpack(codec, batch.subarray(batchHeaderLength));
  } catch (error) {
    if (error instanceof CorruptCompression) throw invalid(error.message);
    throw error;
  }
};

const checkAll = (
  { codec, recordCount }: BatchHeader,
  records: Buffer,
  needKeys: boolean,
): void => {
  const reader = new RecordReader(records);
  for (let at = 0; at < recordCount; at += 1) {
    const end = readSize(reader, records.length);
    const { delta, hasKey } = readRecord(reader, end);
    // like Kafka: of records that are not compressed it believes their offsets
    if (codec !== 0 && delta !== at) throw invalid('The offsets of a batch have gaps');
    if (needKeys && !hasKey) throw invalid('A compacted topic cannot take a record without key');
  }
  if (reader.at !== records.length) throw invalid('A batch has more than its records');
};

/** Returns where the record ends. */
const readSize = (reader: RecordReader, limit: number): number => {
  const size = reader.varint();
  const end = reader.at + size;
  if (size < 1 || end > limit) throw invalid('A record does not end in its batch');

  return end;
};

type Read = Readonly<{ delta: number; hasKey: boolean }>;

const readRecord = (reader: RecordReader, end: number): Read => {
  reader.at += 1; // attributes
  reader.longVarint(); // time
  const delta = reader.varint();
  const hasKey = reader.skipBytes() >= 0;
  reader.skipBytes(); // value
  skipHeaders(reader, end);
  if (reader.isMalformed) throw invalid('A number in a record is cut off, or too long');
  if (reader.at !== end) throw invalid('A record has another size than it says');

  return { delta, hasKey };
};

const skipHeaders = (reader: RecordReader, end: number): void => {
  const count = reader.varint();
  // each has at least the lengths of its key and its value
  if (count < 0 || 2 * count > end - reader.at)
    throw invalid('A record lacks headers that it announces');
  for (let left = count; left > 0; left -= 1) {
    if (reader.skipBytes() < 0) throw invalid('A header has no key');
    reader.skipBytes();
  }
};

const invalid = (detail: string): KafkaError => new KafkaError('INVALID_RECORD', detail);
