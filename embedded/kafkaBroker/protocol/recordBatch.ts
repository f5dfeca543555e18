import { crc32c } from './crc32c.js';

/** Bytes before the records of a batch (message format 2). */
export const batchHeaderLength = 61;

export const lengthEnd = 12;
export const checksumEnd = 21;
export const maxTimestampAt = 35;

/** What the broker reads of a batch; the records themselves stay opaque. */
export type BatchHeader = Readonly<{
  baseOffset: number;
  /** Whole batch in bytes, header included. */
  size: number;
  magic: number;
  /** How the records are compressed, by the protocol's number; 0 is not at all. */
  codec: number;
  transactional: boolean;
  control: boolean;
  lastOffsetDelta: number;
  baseTimestamp: number;
  maxTimestamp: number;
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  recordCount: number;
}>;

/** Returns the size in bytes that the batch at `at` claims to have; needs its first 12 bytes. */
export const batchSize = (bytes: Buffer, at: number): number =>
  lengthEnd + bytes.readInt32BE(at + 8);

const int64 = (bytes: Buffer, at: number): number => Number(bytes.readBigInt64BE(at));

/** Reads the header at `at`, which must have all of its 61 bytes. */
export const readBatchHeader = (bytes: Buffer, at = 0): BatchHeader => {
  const attributes = bytes.readInt16BE(at + 21);

  return {
    baseOffset: int64(bytes, at),
    size: batchSize(bytes, at),
    magic: bytes.readInt8(at + 16),
    codec: attributes & 0x07,
    transactional: (attributes & 0x10) !== 0,
    control: (attributes & 0x20) !== 0,
    lastOffsetDelta: bytes.readInt32BE(at + 23),
    baseTimestamp: int64(bytes, at + 27),
    maxTimestamp: int64(bytes, at + maxTimestampAt),
    producerId: int64(bytes, at + 43),
    producerEpoch: bytes.readInt16BE(at + 51),
    baseSequence: bytes.readInt32BE(at + 53),
    recordCount: bytes.readInt32BE(at + 57),
  };
};

/** Whether the records of a batch, or of what may be one, are compressed. */
export const isPacked = (batch: Buffer): boolean =>
  batch.length >= batchHeaderLength && (batch.readInt16BE(checksumEnd) & 0x07) !== 0;

/** Returns the first offset after the batch. */
export const nextOffset = ({ baseOffset, lastOffsetDelta }: BatchHeader): number =>
  baseOffset + lastOffsetDelta + 1;

/** Whether the checksum of a batch is right. It does not cover base offset and leader epoch. */
export const isBatchIntact = (batch: Buffer): boolean =>
  crc32c(batch.subarray(checksumEnd)) === batch.readUInt32BE(17);

/** Writes the base offset into the caller's buffer. */
export const writeBaseOffset = (batch: Buffer, baseOffset: number): void => {
  batch.writeBigInt64BE(BigInt(baseOffset), 0);
};
