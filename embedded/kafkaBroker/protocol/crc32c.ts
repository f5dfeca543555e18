const polynomial = 0x82f63b78;

const remainderOf = (byte: number): number => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1)
    remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;

  return remainder;
};

/** Eight tables of 256 entries: row r has the remainder of a byte that r more bytes follow. */
const tables = ((): Uint32Array => {
  const all = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) all[byte] = remainderOf(byte);
  for (let at = 256; at < all.length; at += 1) {
    const previous = all[at - 256] ?? 0;
    all[at] = (previous >>> 8) ^ (all[previous & 0xff] ?? 0);
  }

  return all;
})();

const lookUp = (row: number, byte: number): number => tables[row * 256 + (byte & 0xff)] ?? 0;

/**
 * CRC-32C (Castagnoli), the checksum of record batches. Eight bytes at a time, because a start
 * checks the whole log.
 */
export const crc32c = (bytes: Buffer): number => {
  let crc = 0xffffffff;
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    const low = crc ^ bytes.readInt32LE(at);
    const high = bytes.readInt32LE(at + 4);
    crc =
      lookUp(7, low) ^
      lookUp(6, low >>> 8) ^
      lookUp(5, low >>> 16) ^
      lookUp(4, low >>> 24) ^
      lookUp(3, high) ^
      lookUp(2, high >>> 8) ^
      lookUp(1, high >>> 16) ^
      lookUp(0, high >>> 24);
  }
  for (; at < bytes.length; at += 1) crc = lookUp(0, crc ^ (bytes[at] ?? 0)) ^ (crc >>> 8);

  return (crc ^ 0xffffffff) >>> 0;
};
