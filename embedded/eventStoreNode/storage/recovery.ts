import { frameHeaderSize, durableUpTo, findFrame, frameLength, isIntact } from './frame.js';
import { type LogFile } from './logFile.js';
import { recordLength } from './record.js';

/** The file begins with its name, padded: no event is at position 0. */
const logStart = 64;
const logTitle = Buffer.from('QuickSale event log, format 1\n'.padEnd(logStart, '\0'));
const windowSize = 1024 * 1024;

export class LogDamaged extends Error {
  readonly code = 'LOG_DAMAGED';
  readonly path: string;
  readonly offset: number;

  constructor(path: string, offset: number, what: string) {
    super(
      `${path} is damaged at offset ${offset}: ${what}. Nothing was changed; restore the file from a backup.`,
    );
    this.name = 'LogDamaged';
    this.path = path;
    this.offset = offset;
  }
}

export type Recovered = { readonly end: number; readonly cutBytes: number };

/**
 * Reads the whole log in order and reports every record. A torn tail (a write that was never
 * acknowledged) is cut off; an unreadable frame that a later one proves to have been acknowledged
 * is LogDamaged, and nothing is touched.
 */
export const recover = async (
  file: LogFile,
  onRecord: (bytes: Buffer, offset: number, position: number) => void,
): Promise<Recovered> => {
  const size = file.size();
  if (size < logStart) return writeTitle(file, size);
  checkTitle(file);
  const end = scan(file, size, onRecord);
  const rest = readWindow(file, end, size - end);
  if (isReserve(rest)) return { end, cutBytes: 0 };
  assertNothingAcknowledged(file, end, rest);
  file.truncate(end);
  await file.sync();

  return { end, cutBytes: size - end };
};

const writeTitle = async (file: LogFile, size: number): Promise<Recovered> => {
  const found = Buffer.alloc(size);
  file.read(found, 0);
  if (!found.equals(logTitle.subarray(0, size))) throw new LogDamaged(file.path, 0, notALog);
  file.write(logTitle, 0);
  await file.sync();

  return { end: logStart, cutBytes: 0 };
};

const notALog = 'it does not begin as an event log of this format';

const checkTitle = (file: LogFile): void => {
  const title = Buffer.alloc(logStart);
  file.read(title, 0);
  if (!title.equals(logTitle)) throw new LogDamaged(file.path, 0, notALog);
};

/** Returns the end of the last frame that is whole. */
const scan = (
  file: LogFile,
  size: number,
  onRecord: (bytes: Buffer, offset: number, position: number) => void,
): number => {
  let room = Buffer.allocUnsafeSlow(windowSize);
  let start = logStart;
  let offset = 0;
  let window = room.subarray(0, file.read(room, start));
  for (;;) {
    const frame = frameAt(window, offset);
    if (isFrame(frame)) {
      reportRecords(frame, start + offset, onRecord);
      offset += frame.length;
      continue;
    }
    start += offset;
    offset = 0;
    if (frame.needed === null || start + frame.needed > size) return start;
    // One buffer for the whole log, so that reading it leaves no garbage behind.
    if (frame.needed > room.length) room = Buffer.allocUnsafeSlow(frame.needed);
    window = room.subarray(0, file.read(room, start));
  }
};

const readWindow = (file: LogFile, position: number, length: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length);

  return bytes.subarray(0, file.read(bytes, position));
};

type Incomplete = { readonly needed: number | null };

/** The intact frame at `offset`, or how many bytes it takes to see it; null when there is none. */
const frameAt = (window: Buffer, offset: number): Buffer | Incomplete => {
  if (offset + frameHeaderSize > window.length) return { needed: frameHeaderSize };
  const length = frameLength(window, offset);
  if (length === null) return { needed: null };
  if (offset + length > window.length) return { needed: length };
  const frame = window.subarray(offset, offset + length);

  return isIntact(frame) ? frame : { needed: null };
};

const reportRecords = (
  frame: Buffer,
  start: number,
  onRecord: (bytes: Buffer, offset: number, position: number) => void,
): void => {
  let offset = frameHeaderSize;
  while (offset < frame.length) {
    onRecord(frame, offset, start + offset);
    offset += recordLength(frame, offset);
  }
};

/** Zeros are room that was reserved for the next writes. */
const isReserve = (rest: Buffer): boolean => rest.every((byte) => byte === 0);

const assertNothingAcknowledged = (file: LogFile, end: number, rest: Buffer): void => {
  for (let at = findFrame(rest, 1); at !== -1; at = findFrame(rest, at + 1)) {
    const later = frameAt(rest, at);
    if (isFrame(later) && durableUpTo(later) > end) {
      throw new LogDamaged(file.path, end, `the write there is unreadable, later ones are not`);
    }
  }
};

const isFrame = (found: Buffer | Incomplete): found is Buffer => Buffer.isBuffer(found);
