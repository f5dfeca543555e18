import { frameHeaderSize, frameLength, isIntact } from './frame.js';
import { type LogFile } from './logFile.js';

const windowSize = 256 * 1024;

/** A frame that is whole; its bytes are good until the next one is read. */
export type FoundFrame = { readonly bytes: Buffer; readonly offset: number };

/** Reads the frames of a file from an offset on. Returns where the last one that is whole ends. */
export function* framesOf(file: LogFile, from: number): Generator<FoundFrame, number> {
  const size = file.size();
  let room = Buffer.allocUnsafeSlow(windowSize);
  let start = from;
  let offset = 0;
  let window = room.subarray(0, file.read(room, start));
  for (;;) {
    const frame = frameAt(window, offset);
    if (isFrame(frame)) {
      yield { bytes: frame, offset: start + offset };
      offset += frame.length;
      continue;
    }
    start += offset;
    offset = 0;
    if (frame.needed === null || start + frame.needed > size) return start;
    // One buffer for the whole file, so that reading it leaves no garbage behind.
    if (frame.needed > room.length) room = Buffer.allocUnsafeSlow(frame.needed);
    window = room.subarray(0, file.read(room, start));
  }
}

type Incomplete = { readonly needed: number | null };

/** The intact frame at `offset`, or how many bytes it takes to see it; null when there is none. */
export const frameAt = (window: Buffer, offset: number): Buffer | Incomplete => {
  if (offset + frameHeaderSize > window.length) return { needed: frameHeaderSize };
  const length = frameLength(window, offset);
  if (length === null) return { needed: null };
  if (offset + length > window.length) return { needed: length };
  const frame = window.subarray(offset, offset + length);

  return isIntact(frame) ? frame : { needed: null };
};

export const isFrame = (found: Buffer | Incomplete): found is Buffer => Buffer.isBuffer(found);
