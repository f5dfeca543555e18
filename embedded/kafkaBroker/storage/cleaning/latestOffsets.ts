import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { nextOffset } from '../../protocol/recordBatch.js';
import { openRecords, type RecordCursor } from '../../protocol/records.js';
import type { Segment } from '../log/segment.js';

/** Of keys that were written lately: the offset of their last record. */
export type LatestOffsets = Readonly<{
  /** Records from here on were not looked at. */
  end: number;
  has: (key: Buffer, offset: number) => boolean;
}>;

/** A pass that finds more leaves the rest to the next one: about 30 MB of memory. */
const mostKeys = 200_000;
const longestKey = 32;

/** Other requests are served after so many batches. */
export const batchesAtOnce = 64;

/**
 * Reads what was not compacted yet. Returns null when `isThere` says that a segment was removed
 * meanwhile.
 */
export const readLatestOffsets = async (
  segments: readonly Segment[],
  isThere: (segment: Segment) => boolean,
): Promise<LatestOffsets | null> => {
  const offsets = new Map<string, number>();
  let end = 0;
  let read = 0;
  for (const segment of segments) {
    for (const { header, batch } of segment.batches(Infinity)) {
      if (nextOffset(header) <= segment.cleanTo) continue;
      noteOffsets(offsets, openRecords(header, batch));
      end = nextOffset(header);
      if (offsets.size >= mostKeys) return latest(offsets, end);
      read += 1;
      if (read % batchesAtOnce === 0) await turn();
      if (!isThere(segment)) return null;
    }
    end = Math.max(end, segment.endOffset);
  }

  return latest(offsets, end);
};

/** Notes nothing of a batch that cannot be unpacked here. */
const noteOffsets = (offsets: Map<string, number>, records: RecordCursor | null): void => {
  while (records?.next() === true)
    if (records.key !== null) offsets.set(nameOf(records.key), records.offset);
};

const latest = (offsets: ReadonlyMap<string, number>, end: number): LatestOffsets => ({
  end,
  has: (key, offset) => offset >= end || (offsets.get(nameOf(key)) ?? offset) <= offset,
});

/** Long keys are remembered by a hash: it is their number that has to be bounded. */
const nameOf = (key: Buffer): string =>
  key.length <= longestKey
    ? key.toString('latin1')
    : `#${createHash('sha256').update(key).digest().toString('latin1')}`;
