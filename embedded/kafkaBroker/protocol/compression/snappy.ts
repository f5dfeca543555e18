import { CorruptCompression, Output } from './output.js';

/** Java clients put a header in front, and split what is long into blocks. */
const framed = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const framedHeaderBytes = 16;

/** Unpacks Snappy with or without the framing of Java clients. Throws CorruptCompression. */
export const unpackSnappy = (bytes: Buffer): Buffer => {
  const out = new Output();
  if (bytes.subarray(0, framed.length).equals(framed)) unpackBlocks(bytes, out);
  else unpackBlock(bytes, out);

  return out.toBuffer();
};

const unpackBlocks = (bytes: Buffer, out: Output): void => {
  for (let at = framedHeaderBytes; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at);
    unpackBlock(bytes.subarray(at + 4, end), out);
    at = end;
  }
};

const unpackBlock = (bytes: Buffer, out: Output): void => {
  let at = skipLength(bytes);
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    at = (tag & 3) === 0 ? literal(bytes, at, out) : copy(bytes, at, out);
  }
};

/** The unpacked length comes first, seven bits a byte. */
const skipLength = (bytes: Buffer): number => {
  const last = bytes.findIndex((byte) => byte < 128);
  if (last === -1) throw new CorruptCompression('It has no length');

  return last + 1;
};

const literal = (bytes: Buffer, at: number, out: Output): number => {
  const short = (bytes[at] ?? 0) >> 2;
  const lengthBytes = short < 60 ? 0 : short - 59;
  const start = at + 1 + lengthBytes;
  const length = 1 + (lengthBytes === 0 ? short : littleEndian(bytes, at + 1, lengthBytes));
  out.add(bytes.subarray(start, start + length), length);

  return start + length;
};

const copy = (bytes: Buffer, at: number, out: Output): number => {
  const tag = bytes[at] ?? 0;
  const kind = tag & 3;
  if (kind === 1) {
    out.repeat(((tag >> 5) << 8) | littleEndian(bytes, at + 1, 1), ((tag >> 2) & 7) + 4);
    return at + 2;
  }
  const distanceBytes = kind === 2 ? 2 : 4;
  out.repeat(littleEndian(bytes, at + 1, distanceBytes), (tag >> 2) + 1);

  return at + 1 + distanceBytes;
};

const littleEndian = (bytes: Buffer, at: number, length: number): number => {
  if (at + length > bytes.length) throw new CorruptCompression('The bytes end too early');

  return bytes.readUIntLE(at, length);
};
