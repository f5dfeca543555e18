import { type Chunk, shiftOf, wholeChunk } from './chunk.js';

/** The chunk that is written to, by positions instead of places in its file. */
export type ActiveChunk = Chunk & {
  /** How far the file has blocks. */
  reservedTo(): number;
  write(bytes: Buffer, position: number): void;
  sync(): Promise<void>;
  reserve(from: number, to: number): void;
  truncate(end: number): void;
};

export const activeChunk = (file: Pick<Chunk, 'name' | 'file' | 'start'>): ActiveChunk => {
  const chunk = wholeChunk(file);
  const shift = shiftOf(chunk.start);

  return {
    ...chunk,
    reservedTo: () => chunk.file.size() - shift,
    write: (bytes, position) => {
      chunk.file.write(bytes, position + shift);
    },
    sync: () => chunk.file.sync(),
    reserve: (from, to) => {
      chunk.file.reserve(from + shift, to + shift);
    },
    truncate: (end) => {
      chunk.file.truncate(end + shift);
    },
  };
};
