import { type LogFile } from '../logFile.js';
import { LogDamaged } from '../logDamaged.js';

/**
 * How a file of the log begins: 48 bytes that say what it is, the position that its range begins at
 * (0 in the first file), and the one that it ends at (0 unless it was scavenged).
 */
export const titleSize = 64;
/** Behind the title of the first file, whose places are positions: no event is at position 0. */
export const logStart = 64;

/** A log that is one file, as all were before there were chunks. */
const single = 'QuickSale event log, format 1\n';
const whole = 'QuickSale event log, format 2\n';
const scavenged = 'QuickSale event log, format 2, scavenged\n';

export type ChunkTitle = {
  readonly isScavenged: boolean;
  readonly end: number;
};

const firstName = 'events.log';

export const chunkName = (start: number): string =>
  start === logStart ? firstName : `events-${String(start).padStart(16, '0')}.log`;

/** The position that the name tells; null for a file that is no chunk. */
export const startInName = (name: string): number | null => {
  if (name === firstName) return logStart;
  const [, digits] = /^events-(\d{16})\.log$/.exec(name) ?? [];

  return digits === undefined ? null : Number(digits);
};

export const singleTitle = (): Buffer => titled(single);
export const wholeTitle = (start: number): Buffer => titled(whole, told(start));
export const scavengedTitle = (start: number, end: number): Buffer =>
  titled(scavenged, told(start), end);

/** Throws LogDamaged when the file does not begin as a chunk that starts there. */
export const readTitle = (file: LogFile, start: number): ChunkTitle => {
  const bytes = Buffer.alloc(titleSize);
  file.read(bytes, 0);
  const found = { isScavenged: begins(bytes, scavenged), end: bytes.readDoubleLE(56) };
  const isKnown = found.isScavenged || begins(bytes, whole) || begins(bytes, single);
  if (!isKnown || bytes.readDoubleLE(48) !== told(start)) throw notALog(file);

  return found;
};

export const notALog = (file: LogFile): LogDamaged =>
  new LogDamaged(file.path, 0, 'it does not begin as an event log of this format');

const told = (start: number): number => (start === logStart ? 0 : start);

const titled = (text: string, start = 0, end = 0): Buffer => {
  const title = Buffer.from(text.padEnd(titleSize, '\0'));
  title.writeDoubleLE(start, 48);
  title.writeDoubleLE(end, 56);

  return title;
};

const begins = (bytes: Buffer, text: string): boolean =>
  bytes.subarray(0, 48).equals(titled(text).subarray(0, 48));
