import { setImmediate } from 'node:timers/promises';
import { type Remaining, scavengedChunk, type SealedChunk } from '../../storage/chunks/chunk.js';
import { chunkName, titleSize } from '../../storage/chunks/chunkTitle.js';
import { unfinished } from '../../storage/chunks/logChunks.js';
import { type OnRecord, reportRecords, reportRemaining } from '../../storage/chunks/records.js';
import { ScavengedWriter } from '../../storage/chunks/scavengedWriter.js';
import { framesOf } from '../../storage/frames.js';
import { LogDamaged } from '../../storage/logDamaged.js';
import { type LogFolder } from '../../storage/logFolder.js';
import { type Examined } from './deadEvents.js';

/**
 * Of some chunks, one behind the other, what is to stay, complete and on disk under another name.
 */
export type Rewritten = {
  /** Puts it in the place of the first of the chunks, in one step. */
  readonly place: () => SealedChunk;
  readonly discard: () => void;
};

/** Throws LogDamaged when a chunk cannot be read to its end: nothing of it is taken for good. */
export const rewrite = async (
  folder: LogFolder,
  group: readonly Examined[],
  signal: AbortSignal,
): Promise<Rewritten> => {
  const start = group[0]?.chunk.start ?? 0;
  const end = group.at(-1)?.chunk.end ?? 0;
  const name = chunkName(start);
  const discard = (): void => {
    folder.remove(unfinished(name));
  };
  try {
    const remaining = await write(folder, unfinished(name), { group, start, end, signal });
    const place = (): SealedChunk => {
      folder.rename(unfinished(name), name);

      return scavengedChunk({ name, file: folder.open(name), start, end }, remaining);
    };

    return { place, discard };
  } catch (error) {
    discard();
    throw error;
  }
};

type Work = {
  readonly group: readonly Examined[];
  readonly start: number;
  readonly end: number;
  readonly signal: AbortSignal;
};

const write = async (
  folder: LogFolder,
  name: string,
  { group, start, end, signal }: Work,
): Promise<Remaining> => {
  const file = folder.open(name);
  try {
    const writer = new ScavengedWriter(file, start, end);
    for (const examined of group) await copy(examined, writer, signal);
    await writer.finish();

    return writer.remaining;
  } finally {
    file.close();
  }
};

/** How many bytes are copied before others have their turn. */
const bytesPerTurn = 512 * 1024;

const copy = async (
  { chunk, dead }: Examined,
  writer: ScavengedWriter,
  signal: AbortSignal,
): Promise<void> => {
  let event = 0;
  const onRecord: OnRecord = (bytes, offset, position) => {
    if (dead[event] !== 1) writer.add(bytes, offset, position);
    event += 1;
  };
  const frames = framesOf(chunk.file, titleSize);
  let turn = 0;
  for (;;) {
    signal.throwIfAborted();
    const found = frames.next();
    if (found.done === true) {
      if (found.value === chunk.file.size() && event === dead.length) return;
      throw new LogDamaged(chunk.file.path, found.value, 'what is there is unreadable');
    }
    if (chunk.isScavenged) reportRemaining(found.value, onRecord);
    else reportRecords(found.value, chunk.start, onRecord);
    turn += found.value.bytes.length;
    if (turn < bytesPerTurn) continue;
    turn = 0;
    await setImmediate();
  }
};
