import { FRAME_HEADER, durableUpTo, findFrame, frameLength, isIntact } from './frame.js';
import { type LogFile } from './logFile.js';
import { recordLength } from './record.js';

/** The file begins with its name, padded: no event is at position 0. */
export const LOG_START = 64;
const TITLE = Buffer.from('QuickSale event log, format 1\n'.padEnd(LOG_START, '\0'));
const WINDOW = 1024 * 1024;

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
 * Reads the whole log in order and reports every record. A torn tail (a write that was never acknowledged) is cut
 * off; an unreadable frame that a later one proves to have been acknowledged is LogDamaged, and nothing is touched.
 */
export async function recover(
  file: LogFile,
  onRecord: (bytes: Buffer, offset: number, position: number) => void,
): Promise<Recovered> {
  const size = file.size();
  if (size < LOG_START) return writeTitle(file, size);
  checkTitle(file);
  const end = scan(file, size, onRecord);
  const rest = readWindow(file, end, size - end);
  if (isReserve(rest)) return { end, cutBytes: 0 };
  assertNothingAcknowledged(file, end, rest);
  file.truncate(end);
  await file.sync();

  return { end, cutBytes: size - end };
}

async function writeTitle(file: LogFile, size: number): Promise<Recovered> {
  const found = Buffer.alloc(size);
  file.read(found, 0);
  if (!found.equals(TITLE.subarray(0, size))) throw new LogDamaged(file.path, 0, NOT_A_LOG);
  file.write(TITLE, 0);
  await file.sync();

  return { end: LOG_START, cutBytes: 0 };
}

const NOT_A_LOG = 'it does not begin as an event log of this format';

function checkTitle(file: LogFile): void {
  const title = Buffer.alloc(LOG_START);
  file.read(title, 0);
  if (!title.equals(TITLE)) throw new LogDamaged(file.path, 0, NOT_A_LOG);
}

/** Returns the end of the last frame that is whole. */
function scan(
  file: LogFile,
  size: number,
  onRecord: (bytes: Buffer, offset: number, position: number) => void,
): number {
  let room = Buffer.allocUnsafeSlow(WINDOW);
  let start = LOG_START;
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
}

function readWindow(file: LogFile, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);

  return bytes.subarray(0, file.read(bytes, position));
}

type Incomplete = { readonly needed: number | null };

/** The intact frame at `offset`, or how many bytes it takes to see it; null when there is none. */
function frameAt(window: Buffer, offset: number): Buffer | Incomplete {
  if (offset + FRAME_HEADER > window.length) return { needed: FRAME_HEADER };
  const length = frameLength(window, offset);
  if (length === null) return { needed: null };
  if (offset + length > window.length) return { needed: length };
  const frame = window.subarray(offset, offset + length);

  return isIntact(frame) ? frame : { needed: null };
}

function reportRecords(
  frame: Buffer,
  start: number,
  onRecord: (bytes: Buffer, offset: number, position: number) => void,
): void {
  let offset = FRAME_HEADER;
  while (offset < frame.length) {
    onRecord(frame, offset, start + offset);
    offset += recordLength(frame, offset);
  }
}

/** Zeros are room that was reserved for the next writes. */
function isReserve(rest: Buffer): boolean {
  return rest.every((byte) => byte === 0);
}

function assertNothingAcknowledged(file: LogFile, end: number, rest: Buffer): void {
  for (let at = findFrame(rest, 1); at !== -1; at = findFrame(rest, at + 1)) {
    const later = frameAt(rest, at);
    if (isFrame(later) && durableUpTo(later) > end) {
      throw new LogDamaged(file.path, end, `the write there is unreadable, later ones are not`);
    }
  }
}

function isFrame(found: Buffer | Incomplete): found is Buffer {
  return Buffer.isBuffer(found);
}
