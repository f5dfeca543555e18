import { countLeading } from '../../../../platform/collections/index.js';
import { type LogFile } from '../logFile.js';
import { type NumberList } from '../growingArrays.js';
import { logStart, titleSize } from './chunkTitle.js';

/** A part of the log with a file of its own: the positions from `start` on. */
export type Chunk = {
  readonly name: string;
  readonly file: LogFile;
  readonly start: number;
  readonly isScavenged: boolean;
  /** Where in the file the record at the position is; −1 when a scavenge removed it. */
  readonly offsetOf: (position: number) => number;
};

/** One that nobody writes to any more. */
export type SealedChunk = Chunk & { readonly end: number };

type ChunkFile = Pick<Chunk, 'name' | 'file' | 'start'>;

/** As it was written: places in the file follow from positions. */
export const wholeChunk = (chunk: ChunkFile): Chunk => {
  const shift = shiftOf(chunk.start);

  return { ...chunk, isScavenged: false, offsetOf: (position) => position + shift };
};

/** What is to be added to a position for the place in the file of a whole chunk. */
export const shiftOf = (start: number): number => titleSize - start;

/** Which records a scavenge has left, and where in the file they are. */
export type Remaining = { readonly positions: NumberList; readonly offsets: NumberList };

export const scavengedChunk = (
  chunk: ChunkFile & { readonly end: number },
  { positions, offsets }: Remaining,
): SealedChunk => ({
  ...chunk,
  isScavenged: true,
  offsetOf: (position) => {
    const i = firstAtLeast(positions, position);

    return i < positions.length && positions.get(i) === position ? offsets.get(i) : -1;
  },
});

/** The first index whose number is not below `wanted`, of ascending numbers. */
export const firstAtLeast = (numbers: NumberList, wanted: number): number =>
  countLeading(numbers.length, (index) => numbers.get(index) < wanted);

export const isFirst = ({ start }: Pick<Chunk, 'start'>): boolean => start === logStart;
