import { frameHeaderSize } from '../frame.js';
import { type FoundFrame, framesOf } from '../frames.js';
import { growingFloats } from '../growingArrays.js';
import { type LogFile } from '../logFile.js';
import { recordLength } from '../record.js';
import { type Remaining, shiftOf } from './chunk.js';
import { titleSize } from './chunkTitle.js';

/** In a scavenged chunk each record stands behind its position, which its place no longer tells. */
export const positionSize = 8;

export type OnRecord = (bytes: Buffer, offset: number, position: number) => void;

/** Reports the records of a frame of a chunk that begins at `start`, as it was written. */
export const reportRecords = (
  { bytes, offset: at }: FoundFrame,
  start: number,
  onRecord: OnRecord,
): void => {
  const shift = shiftOf(start);
  let offset = frameHeaderSize;
  while (offset < bytes.length) {
    onRecord(bytes, offset, at + offset - shift);
    offset += recordLength(bytes, offset);
  }
};

/** Reports the records of a frame of a scavenged chunk. */
export const reportRemaining = ({ bytes }: FoundFrame, onRecord: OnRecord): void => {
  let offset = frameHeaderSize;
  while (offset < bytes.length) {
    const position = bytes.readDoubleLE(offset);
    offset += positionSize;
    onRecord(bytes, offset, position);
    offset += recordLength(bytes, offset);
  }
};

export const nothingRemaining = (): Remaining => ({
  positions: growingFloats(),
  offsets: growingFloats(),
});

/** Reads all frames of a chunk that are whole. Returns where the last of them ends. */
export const readFrames = (file: LogFile, onFrame: (frame: FoundFrame) => void): number => {
  const frames = framesOf(file, titleSize);
  for (;;) {
    const found = frames.next();
    if (found.done === true) return found.value;
    onFrame(found.value);
  }
};
