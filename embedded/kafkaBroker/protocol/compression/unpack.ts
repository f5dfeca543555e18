import * as zlib from 'node:zlib';
import { unpackLz4 } from './lz4.js';
import { CorruptCompression, maxUnpackedBytes } from './output.js';
import { unpackSnappy } from './snappy.js';

type Unpack = (bytes: Buffer) => Buffer;

const limits = { maxOutputLength: maxUnpackedBytes };

/** Node has it since 22.15. */
const { zstdDecompressSync } = zlib as Readonly<{
  zstdDecompressSync?: (bytes: Buffer, options: typeof limits) => Buffer;
}>;

const zstd = 4;

/** By the numbers of the protocol. */
const codecs: Readonly<Record<number, Unpack>> = {
  0: (bytes) => bytes,
  1: (bytes) => zlib.gunzipSync(bytes, limits),
  2: unpackSnappy,
  3: unpackLz4,
  ...(zstdDecompressSync !== undefined && {
    [zstd]: (bytes: Buffer) => zstdDecompressSync(bytes, limits),
  }),
};

/**
 * Returns the unpacked bytes, or null where this Node does not know their codec and others do.
 * Throws CorruptCompression: they are damaged, or too many, or there is no such codec.
 */
export const unpack = (codec: number, bytes: Buffer): Buffer | null => {
  const unpackBy = codecs[codec];
  if (unpackBy === undefined && codec === zstd) return null;
  if (unpackBy === undefined) throw new CorruptCompression(`There is no codec ${codec}`);
  try {
    return unpackBy(bytes);
  } catch (error) {
    if (error instanceof CorruptCompression) throw error;
    throw new CorruptCompression('They cannot be unpacked', { cause: error });
  }
};
