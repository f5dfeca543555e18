import { CorruptCompression, Output } from './output.js';

const magic = 0x184d2204;
const uncompressed = 0x80000000;

/** Unpacks frames of LZ4. Throws CorruptCompression. Checksums are not compared. */
export const unpackLz4 = (bytes: Buffer): Buffer => {
  if (uint32(bytes, 0) !== magic) throw new CorruptCompression('It is no frame of LZ4');
  const flags = bytes[4] ?? 0;
  const contentSizeBytes = (flags & 0x08) === 0 ? 0 : 8;
  const dictionaryBytes = (flags & 0x01) === 0 ? 0 : 4;
  const checksumBytes = (flags & 0x10) === 0 ? 0 : 4;
  const out = new Output();
  for (let at = 7 + contentSizeBytes + dictionaryBytes; ;) {
    const size = uint32(bytes, at);
    if (size === 0) return out.toBuffer();
    const end = at + 4 + (size & 0x7fffffff);
    const block = bytes.subarray(at + 4, end);
    if (size >= uncompressed) out.add(block);
    else unpackBlock(block, out);
    at = end + checksumBytes;
  }
};

const unpackBlock = (block: Buffer, out: Output): void => {
  for (let at = 0; at < block.length;) {
    const token = block[at] ?? 0;
    const literals = readLength(block, at + 1, token >> 4);
    const end = literals.next + literals.length;
    out.add(block.subarray(literals.next, end), literals.length);
    if (end >= block.length) return;
    const match = readLength(block, end + 2, token & 0x0f);
    out.repeat((block[end] ?? 0) | ((block[end + 1] ?? 0) << 8), match.length + 4);
    at = match.next;
  }
};

/** A length of 15 goes on in the next bytes, until one is not 255. */
const readLength = (
  block: Buffer,
  start: number,
  short: number,
): Readonly<{ length: number; next: number }> => {
  let length = short;
  let next = start;
  if (short === 15)
    for (let byte = 255; byte === 255; next += 1) {
      byte = block[next] ?? 0;
      length += byte;
    }

  return { length, next };
};

const uint32 = (bytes: Buffer, at: number): number => {
  if (at + 4 > bytes.length) throw new CorruptCompression('The bytes end too early');

  return bytes.readUInt32LE(at);
};
