import { crc32c } from '../protocol/crc32c.js';

const checksumOf = (json: string): string =>
  crc32c(Buffer.from(json)).toString(16).padStart(8, '0');

/** Returns a value as a line of a file: checksum, space, JSON. */
export const toLine = (value: unknown): string => {
  const json = JSON.stringify(value);

  return `${checksumOf(json)} ${json}\n`;
};

/** Whether a line, without its end, is as it was written. */
export const isWhole = (line: string): boolean => line.slice(0, 8) === checksumOf(line.slice(9));

/** Returns the JSON in a line that is whole. */
export const jsonOf = (line: string): string => line.slice(9);
