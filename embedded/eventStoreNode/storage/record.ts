/**
 * One event on disk, little endian:
 *
 *   0 u32 length of the whole record    24 id, 16 bytes
 *   4 u32 flags (1 = JSON)              40 u32 name, 44 u32 type, 48 u32 metadata lengths
 *   8 i64 revision                      52 name, type, metadata, data
 *  16 i64 created, 100 ns ticks since 1970
 */
export type ProposedEvent = {
  readonly id: Buffer;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

export type RecordedEvent = ProposedEvent & {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: number;
  readonly created: bigint;
};

export type NewRecord = ProposedEvent & {
  readonly stream: string;
  readonly revision: bigint;
  readonly created: bigint;
};

/** The revision of `$streamDeleted`, the last event that a stream can ever have. */
export const tombstoneRevision = 9223372036854775807n;

/** Stands for the revision of a tombstone where revisions have 32 bits. */
export const tombstoneMark = 0xffffffff;

const headerSize = 52;
const jsonFlag = 1;

/** Bytes that the record takes on disk. */
export const sizeOfRecord = ({ stream, type, metadata, data }: NewRecord): number =>
  headerSize + Buffer.byteLength(stream) + Buffer.byteLength(type) + metadata.length + data.length;

/** Writes the record to `bytes` from `offset` on and returns where it ends. */
export const encodeRecord = (record: NewRecord, bytes: Buffer, offset: number): number => {
  const name = offset + headerSize;
  const type = name + bytes.write(record.stream, name);
  const metadata = type + bytes.write(record.type, type);
  const data = metadata + record.metadata.length;
  const end = data + record.data.length;
  bytes.writeUInt32LE(end - offset, offset);
  bytes.writeUInt32LE(record.isJson ? jsonFlag : 0, offset + 4);
  bytes.writeBigInt64LE(record.revision, offset + 8);
  bytes.writeBigInt64LE(record.created, offset + 16);
  bytes.set(record.id, offset + 24);
  bytes.writeUInt32LE(type - name, offset + 40);
  bytes.writeUInt32LE(metadata - type, offset + 44);
  bytes.writeUInt32LE(record.metadata.length, offset + 48);
  bytes.set(record.metadata, metadata);
  bytes.set(record.data, data);

  return end;
};

/** Decodes the record that starts at `offset`; `data` and `metadata` are views into `bytes`. */
export const decodeRecord = (bytes: Buffer, offset: number, position: number): RecordedEvent => {
  const length = recordLength(bytes, offset);
  const name = offset + headerSize;
  const type = name + bytes.readUInt32LE(offset + 40);
  const metadata = type + bytes.readUInt32LE(offset + 44);
  const data = metadata + bytes.readUInt32LE(offset + 48);

  return {
    stream: bytes.toString('utf8', name, type),
    revision: recordRevision(bytes, offset),
    position,
    created: recordCreated(bytes, offset),
    id: recordId(bytes, offset),
    type: bytes.toString('utf8', type, metadata),
    isJson: (bytes.readUInt32LE(offset + 4) & jsonFlag) !== 0,
    metadata: bytes.subarray(metadata, data),
    data: bytes.subarray(data, offset + length),
  };
};

export const recordLength = (bytes: Buffer, offset: number): number => bytes.readUInt32LE(offset);

export const recordStream = (bytes: Buffer, offset: number): string => {
  const name = offset + headerSize;

  return bytes.toString('utf8', name, name + bytes.readUInt32LE(offset + 40));
};

const recordRevision = (bytes: Buffer, offset: number): bigint => bytes.readBigInt64LE(offset + 8);

/** The revision as the index keeps it: a number, with one that stands for a tombstone. */
export const indexedRevision = (revision: bigint): number =>
  revision === tombstoneRevision ? tombstoneMark : Number(revision);

export const indexedRevisionAt = (bytes: Buffer, offset: number): number => {
  const high = bytes.readUInt32LE(offset + 12);

  return high === 0 ? bytes.readUInt32LE(offset + 8) : tombstoneMark;
};

const recordCreated = (bytes: Buffer, offset: number): bigint => bytes.readBigInt64LE(offset + 16);

const recordId = (bytes: Buffer, offset: number): Buffer =>
  bytes.subarray(offset + 24, offset + 40);
