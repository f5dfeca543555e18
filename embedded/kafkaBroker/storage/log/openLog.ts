import type { BatchHeader } from '../../protocol/recordBatch.js';
import { openActive, openSealed } from './openSegment.js';
import { readProducers } from './producersFile.js';
import type { Segment } from './segment.js';
import { prepareFolder, segmentFiles } from './segmentFiles.js';

/** Told what the log says about its producers. */
export type ProducerReader = Readonly<{
  restore: (states: unknown) => void;
  note: (header: BatchHeader) => void;
}>;

/**
 * Opens or creates the log in a folder, and returns its segments, the oldest first. Reads what the
 * index says of all but the last one. Throws DamagedLog.
 */
export const openLog = (folder: string, producers: ProducerReader): Segment[] => {
  const bases = prepareFolder(folder);
  const lastBase = bases.at(-1) ?? 0;
  const sealed = openAllSealed(folder, bases.slice(0, -1));
  const states = readProducers(segmentFiles(folder, lastBase).producers);
  if (states === null)
    for (const segment of sealed)
      for (const { header } of segment.batches(Infinity)) producers.note(header);
  else producers.restore(states);
  const place = { files: segmentFiles(folder, lastBase), base: lastBase, start: endOf(sealed) };

  return [...sealed, openActive(place, producers.note)];
};

/**
 * A compaction writes several segments into the first of them, and then removes the others. Those
 * that a crash left behind begin before the end of the one in front of them.
 */
const openAllSealed = (folder: string, bases: readonly number[]): Segment[] => {
  const sealed: Segment[] = [];
  for (const base of bases) {
    const place = { files: segmentFiles(folder, base), base, start: endOf(sealed) };
    const segment = openSealed(place);
    if (base < (sealed.at(-1)?.endOffset ?? 0)) segment.remove();
    else sealed.push(segment);
  }

  return sealed;
};

const endOf = (segments: readonly Segment[]): number => {
  const last = segments.at(-1);

  return last === undefined ? 0 : last.start + last.bytes;
};
