import * as zlib from 'node:zlib';
import { unpackLz4 } from './lz4.js';
import { maxUnpackedBytes } from './output.js';
import { unpackSnappy } from './snappy.js';

type Unpack = (bytes: Buffer) => Buffer;

const limits = { maxOutputLength: maxUnpackedBytes };

/** Node has it since 22.15. */
const { zstdDecompressSync } = zlib as Readonly<{
  zstdDecompressSync?: (bytes: Buffer, options: typeof limits) => Buffer;
}>;

/** By the numbers of the protocol. */
const codecs: Readonly<Record<number, Unpack>> = {
  0: (bytes) => bytes,
  1: (bytes) => zlib.gunzipSync(bytes, limits),
  2: unpackSnappy,
  3: unpackLz4,
  ...(zstdDecompressSync !== undefined && {
    4: (bytes: Buffer) => zstdDecompressSync(bytes, limits),
  }),
};

/** Returns the unpacked bytes, or null when they are damaged or nobody here knows their codec. */
export const unpack = (codec: number, bytes: Buffer): Buffer | null => {
  try {
    return codecs[codec]?.(bytes) ?? null;
  } catch {
    return null;
  }
};
