import { gzipSync } from 'node:zlib';
import { crc32c } from '../../../embedded/kafkaBroker/protocol/crc32c.js';
import {
  batchHeaderLength,
  batchSize,
  readBatchHeader,
} from '../../../embedded/kafkaBroker/protocol/recordBatch.js';
import { openRecords } from '../../../embedded/kafkaBroker/protocol/records.js';

type Written = Readonly<{ key?: string | null; value?: string | null; timestamp?: number }>;

type Options = Readonly<{
  /** By the protocol's number; the records have to be packed by `pack`. */
  codec?: number;
  pack?: (records: Buffer) => Buffer;
  /** How many records the header names, by default as many as there are. */
  count?: number;
  producer?: Readonly<{ id: number; sequence: number }>;
}>;

const asItIs = (bytes: Buffer): Buffer => bytes;
const packs: Readonly<Record<number, (bytes: Buffer) => Buffer>> = {
  1: (bytes) => gzipSync(bytes),
};

/** A batch of message format 2, as a client would send it. Times are now unless given. */
export const recordBatch = (records: readonly Written[], options: Options = {}): Buffer => {
  const { codec = 0, pack = packs[codec] ?? asItIs, count = records.length, producer } = options;
  const times = records.map(({ timestamp }) => timestamp ?? Date.now());
  const [base = 0] = times;
  const body = pack(
    Buffer.concat(records.map((record, at) => recordOf(record, at, (times[at] ?? 0) - base))),
  );
  const batch = Buffer.concat([Buffer.alloc(batchHeaderLength), body]);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt8(2, 16);
  batch.writeInt16BE(codec, 21);
  batch.writeInt32BE(count - 1, 23);
  batch.writeBigInt64BE(BigInt(base), 27);
  batch.writeBigInt64BE(BigInt(Math.max(...times)), 35);
  writeProducer(batch, producer);
  batch.writeInt32BE(count, 57);
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);

  return batch;
};

const writeProducer = (batch: Buffer, producer: Options['producer']): void => {
  batch.writeBigInt64BE(BigInt(producer?.id ?? -1), 43);
  batch.writeInt16BE(producer === undefined ? -1 : 0, 51);
  batch.writeInt32BE(producer?.sequence ?? -1, 53);
};

/** The records in batches that follow each other: offset, key and value. */
export const recordsIn = (
  bytes: Buffer,
): { offset: number; key: string; value: string | null }[] => {
  const found = [];
  for (let at = 0; at < bytes.length; at += batchSize(bytes, at)) {
    const batch = bytes.subarray(at, at + batchSize(bytes, at));
    const records = openRecords(readBatchHeader(batch), batch);
    while (records?.next() === true)
      found.push({
        offset: records.offset,
        key: records.key?.toString() ?? '',
        value: records.isTombstone ? null : valueIn(records.bytes),
      });
  }

  return found;
};

/** Values in these tests are shorter than 64 bytes, so their length takes one. */
const valueIn = (record: Buffer): string =>
  record.subarray(0, -1).toString().split('\u0001').at(-1) ?? '';

const recordOf = ({ key = null, value = '' }: Written, at: number, delta: number): Buffer => {
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(delta),
    varint(at),
    bytesOf(key),
    // marks where the value begins
    value === null ? varint(-1) : bytesOf(`\u0001${value}`),
    varint(0),
  ]);

  return Buffer.concat([varint(body.length), body]);
};

const bytesOf = (text: string | null): Buffer =>
  text === null ? varint(-1) : Buffer.concat([varint(Buffer.byteLength(text)), Buffer.from(text)]);

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);

  return Buffer.from([...bytes, left]);
};
