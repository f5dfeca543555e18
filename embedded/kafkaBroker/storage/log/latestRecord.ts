import { nextOffset } from '../../protocol/recordBatch.js';
import { openRecords } from '../../protocol/records.js';
import type { RecordTime } from './offsetForTime.js';
import type { StoredBatch } from './readBatches.js';
import type { Segment } from './segment.js';

type Searched = Pick<Segment, 'bytes' | 'start' | 'maxTimestamp' | 'batches'>;

type Seen = Readonly<{
  /** Position in the log behind the last batch that counts. */
  limit: number;
  /** Records before it are deleted. */
  startOffset: number;
}>;

const none: RecordTime = { timestamp: -1, offset: -1 };

/**
 * Returns the first of the records with the latest time, in milliseconds, or -1 when none has a
 * time. The time in a header is a bound only: the record that had it may be gone. Of a batch that
 * cannot be unpacked here it returns the first record.
 */
export const latestRecord = (segments: readonly Searched[], seen: Seen): RecordTime => {
  const written = segments.filter(({ bytes }) => bytes > 0);
  let best = none;
  for (const segment of latestFirst(written, ({ maxTimestamp }) => maxTimestamp)) {
    if (segment.maxTimestamp < best.timestamp) break;
    const batches = [...segment.batches(seen.limit - segment.start, best.timestamp)];
    const candidates = batches.filter(({ header }) => nextOffset(header) > seen.startOffset);
    for (const stored of latestFirst(candidates, timeOf)) {
      if (timeOf(stored) < best.timestamp) break;
      if (timeOf(stored) > best.timestamp || stored.header.baseOffset < best.offset)
        best = later(best, latestIn(stored, seen.startOffset));
    }
  }

  return best;
};

const timeOf = ({ header }: StoredBatch): number => header.maxTimestamp;

const latestFirst = <Item>(items: readonly Item[], timeOfItem: (item: Item) => number): Item[] =>
  [...items].sort((a, b) => timeOfItem(b) - timeOfItem(a));

const latestIn = ({ header, batch }: StoredBatch, startOffset: number): RecordTime => {
  const { baseOffset, maxTimestamp } = header;
  const records = openRecords(header, batch);
  if (records === null)
    return { timestamp: maxTimestamp, offset: Math.max(baseOffset, startOffset) };

  let best = none;
  while (records.next())
    if (records.offset >= startOffset && records.timestamp > best.timestamp)
      best = { timestamp: records.timestamp, offset: records.offset };

  return best;
};

const later = (best: RecordTime, { timestamp, offset }: RecordTime): RecordTime => {
  const isEarlier = timestamp === best.timestamp && offset < best.offset;

  return timestamp > best.timestamp || isEarlier ? { timestamp, offset } : best;
};
