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
export const TOMBSTONE_REVISION = 9223372036854775807n;

const HEADER = 52;
const JSON_FLAG = 1;

export function encodeRecord(record: NewRecord): Buffer {
  const name = Buffer.from(record.stream);
  const type = Buffer.from(record.type);
  const length = HEADER + name.length + type.length + record.metadata.length + record.data.length;
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt32LE(record.isJson ? JSON_FLAG : 0, 4);
  bytes.writeBigInt64LE(record.revision, 8);
  bytes.writeBigInt64LE(record.created, 16);
  bytes.set(record.id, 24);
  bytes.writeUInt32LE(name.length, 40);
  bytes.writeUInt32LE(type.length, 44);
  bytes.writeUInt32LE(record.metadata.length, 48);
  let offset = HEADER;
  for (const part of [name, type, record.metadata, record.data]) {
    bytes.set(part, offset);
    offset += part.length;
  }

  return bytes;
}

/** Decodes the record that starts at `offset`; `data` and `metadata` are views into `bytes`. */
export function decodeRecord(bytes: Buffer, offset: number, position: number): RecordedEvent {
  const length = recordLength(bytes, offset);
  const name = offset + HEADER;
  const type = name + bytes.readUInt32LE(offset + 40);
  const metadata = type + bytes.readUInt32LE(offset + 44);
  const data = metadata + bytes.readUInt32LE(offset + 48);

  return {
    stream: bytes.toString('utf8', name, type),
    revision: recordRevision(bytes, offset),
    position,
    created: bytes.readBigInt64LE(offset + 16),
    id: recordId(bytes, offset),
    type: bytes.toString('utf8', type, metadata),
    isJson: (bytes.readUInt32LE(offset + 4) & JSON_FLAG) !== 0,
    metadata: bytes.subarray(metadata, data),
    data: bytes.subarray(data, offset + length),
  };
}

export function recordLength(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset);
}

export function recordStream(bytes: Buffer, offset: number): string {
  const name = offset + HEADER;

  return bytes.toString('utf8', name, name + bytes.readUInt32LE(offset + 40));
}

export function recordRevision(bytes: Buffer, offset: number): bigint {
  return bytes.readBigInt64LE(offset + 8);
}

export function recordId(bytes: Buffer, offset: number): Buffer {
  return bytes.subarray(offset + 24, offset + 40);
}
