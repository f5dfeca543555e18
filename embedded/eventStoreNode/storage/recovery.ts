import { join } from 'node:path';
import { activeChunk, type ActiveChunk } from './chunks/activeChunk.js';
import { scavengedChunk, type SealedChunk, shiftOf, wholeChunk } from './chunks/chunk.js';
import {
  chunkName,
  logStart,
  notALog,
  readTitle,
  singleTitle,
  startInName,
  titleSize,
} from './chunks/chunkTitle.js';
import { type ChunkList, isUnfinished } from './chunks/logChunks.js';
import {
  nothingRemaining,
  type OnRecord,
  readFrames,
  reportRecords,
  reportRemaining,
} from './chunks/records.js';
import { durableUpTo, findFrame } from './frame.js';
import { frameAt, isFrame } from './frames.js';
import { LogDamaged } from './logDamaged.js';
import { type LogFile } from './logFile.js';
import { type LogFolder } from './logFolder.js';

export type Recovered = ChunkList & {
  readonly folder: LogFolder;
  readonly end: number;
  readonly cutBytes: number;
};

/**
 * Reads the whole log in order and reports every record. A torn tail (a write that was never
 * acknowledged) is cut off; an unreadable frame that a later one, or a later file, proves to have
 * been acknowledged is LogDamaged, and nothing is touched. What a roll or a scavenge left when it
 * was interrupted is removed.
 */
export const recover = async (folder: LogFolder, onRecord: OnRecord): Promise<Recovered> => {
  const starts = startsIn(folder);
  const last = starts.pop() ?? logStart;
  const sealed: SealedChunk[] = [];
  const covered: number[] = [];
  let end = logStart;
  for (const start of starts) {
    if (start < end) {
      covered.push(start);
      continue;
    }
    const chunk = readSealed(folder, { start, expected: end }, onRecord);
    sealed.push(chunk);
    ({ end } = chunk);
  }
  const active = await readActive(folder, { start: last, expected: end }, onRecord);
  for (const start of covered) folder.remove(chunkName(start));

  return { folder, sealed, ...active };
};

/** Where the chunks begin, ascending. */
const startsIn = (folder: LogFolder): number[] => {
  const starts = folder.names().flatMap((name) => startInName(name) ?? []);
  for (const name of folder.names()) {
    if (isUnfinished(name)) folder.remove(name);
  }

  return starts.sort((a, b) => a - b);
};

type ChunkStart = { readonly start: number; readonly expected: number };

const openChunk = (folder: LogFolder, { start, expected }: ChunkStart) => {
  const name = chunkName(start);
  if (start !== expected) {
    const what = `it begins at position ${start}, and the file before it ends at ${expected}`;
    throw new LogDamaged(join(folder.path, name), 0, what);
  }

  return { name, start, file: folder.open(name) };
};

const readSealed = (folder: LogFolder, place: ChunkStart, onRecord: OnRecord): SealedChunk => {
  const chunk = openChunk(folder, place);
  const title = readTitle(chunk.file, chunk.start);
  const remaining = nothingRemaining();
  const shift = shiftOf(chunk.start);
  const end = readFrames(chunk.file, (frame) => {
    if (title.isScavenged)
      reportRemaining(frame, (bytes, offset, position) => {
        remaining.positions.push(position);
        remaining.offsets.push(frame.offset + offset);
        onRecord(bytes, offset, position);
      });
    else reportRecords(frame, chunk.start, onRecord);
  });
  if (end !== chunk.file.size()) {
    throw new LogDamaged(chunk.file.path, end, 'what is there is unreadable');
  }
  if (title.isScavenged) return scavengedChunk({ ...chunk, end: title.end }, remaining);

  return { ...wholeChunk(chunk), end: end - shift };
};

type ReadActive = { readonly active: ActiveChunk; readonly end: number; readonly cutBytes: number };

const readActive = async (
  folder: LogFolder,
  place: ChunkStart,
  onRecord: OnRecord,
): Promise<ReadActive> => {
  const chunk = openChunk(folder, place);
  const { file, start } = chunk;
  const size = file.size();
  if (start === logStart && size < titleSize) await writeTitle(file, size);
  if (readTitle(file, start).isScavenged) {
    throw new LogDamaged(file.path, 0, 'the file that follows it is missing');
  }
  const shift = shiftOf(start);
  const end = readFrames(file, (frame) => {
    reportRecords(frame, start, onRecord);
  });
  const cutBytes = await cutTail(file, { end, shift });

  return { active: activeChunk(chunk), end: end - shift, cutBytes };
};

const cutTail = async (
  file: LogFile,
  { end, shift }: { readonly end: number; readonly shift: number },
): Promise<number> => {
  const size = file.size();
  const rest = readWindow(file, end, size - end);
  if (isReserve(rest)) return 0;
  assertNothingAcknowledged(file, rest, { end, shift });
  file.truncate(end);
  await file.sync();

  return size - end;
};

const writeTitle = async (file: LogFile, size: number): Promise<void> => {
  const found = Buffer.alloc(size);
  file.read(found, 0);
  if (!found.equals(singleTitle().subarray(0, size))) throw notALog(file);
  file.write(singleTitle(), 0);
  await file.sync();
};

const readWindow = (file: LogFile, position: number, length: number): Buffer => {
  const bytes = Buffer.allocUnsafe(length);

  return bytes.subarray(0, file.read(bytes, position));
};

/** Zeros are room that was reserved for the next writes. */
const isReserve = (rest: Buffer): boolean => rest.every((byte) => byte === 0);

const assertNothingAcknowledged = (
  file: LogFile,
  rest: Buffer,
  { end, shift }: { readonly end: number; readonly shift: number },
): void => {
  for (let at = findFrame(rest, 1); at !== -1; at = findFrame(rest, at + 1)) {
    const later = frameAt(rest, at);
    if (isFrame(later) && durableUpTo(later) > end - shift) {
      throw new LogDamaged(file.path, end, `the write there is unreadable, later ones are not`);
    }
  }
};
