import { crc32 } from 'node:zlib';

/**
 * One write on disk: all events of an append under one checksum, so that it is there as a whole or
 * not at all.
 *
 *   0 u32 magic          8 f64 durable end of the log when this was written
 *   4 u32 body length   16 u32 CRC   20 records
 *
 * `durableUpTo` tells a torn tail from damage: a frame that says "everything before 5 000 was
 * synced" proves that an unreadable frame at 4 000 had been acknowledged.
 */
export const frameHeaderSize = 20;
const magic = 0x31465351;
const magicBytes = Buffer.from([0x51, 0x53, 0x46, 0x31]);
const largestBody = 256 * 1024 * 1024;

/**
 * A frame with room for `body` bytes of records, which are to be written behind the header before
 * it is sealed.
 */
export const openFrame = (body: number): Buffer => Buffer.allocUnsafe(frameHeaderSize + body);

/** Writes the header around the records that lie in the frame. */
export const sealFrame = (frame: Buffer, durableUpTo: number): Buffer => {
  frame.writeUInt32LE(magic, 0);
  frame.writeUInt32LE(frame.length - frameHeaderSize, 4);
  frame.writeDoubleLE(durableUpTo, 8);
  frame.writeUInt32LE(checksum(frame), 16);

  return frame;
};

/**
 * The length of the frame that begins at `offset` as its header states it; null when no header is
 * there.
 */
export const frameLength = (bytes: Buffer, offset: number): number | null => {
  if (bytes.readUInt32LE(offset) !== magic) return null;
  const body = bytes.readUInt32LE(offset + 4);

  return body > largestBody ? null : frameHeaderSize + body;
};

export const isIntact = (frame: Buffer): boolean => frame.readUInt32LE(16) === checksum(frame);

export const durableUpTo = (frame: Buffer): number => frame.readDoubleLE(8);

/** Where the next thing that looks like a frame begins, or −1. */
export const findFrame = (bytes: Buffer, from: number): number => bytes.indexOf(magicBytes, from);

const checksum = (frame: Buffer): number =>
  crc32(frame.subarray(frameHeaderSize), crc32(frame.subarray(0, 16)));
