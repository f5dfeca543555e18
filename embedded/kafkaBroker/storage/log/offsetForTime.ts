import { openRecords } from '../../protocol/records.js';
import type { StoredBatch } from './readBatches.js';

export type RecordTime = Readonly<{ timestamp: number; offset: number }>;

const none: RecordTime = { timestamp: -1, offset: -1 };

/**
 * Returns the first record from `startOffset` on that is not older than `timestamp`, in
 * milliseconds, or -1 when there is none. Of a batch that cannot be unpacked here it returns the
 * first record, which may be a little too old.
 */
export const offsetForTime = (
  batches: Iterable<Pick<StoredBatch, 'header' | 'batch'>>,
  { timestamp, startOffset }: Readonly<{ timestamp: number; startOffset: number }>,
): RecordTime => {
  for (const { header, batch } of batches) {
    if (header.maxTimestamp < timestamp) continue;
    const records = openRecords(header, batch);
    if (records === null)
      return {
        timestamp: header.baseTimestamp,
        offset: Math.max(header.baseOffset, startOffset),
      };
    while (records.next())
      if (records.timestamp >= timestamp && records.offset >= startOffset)
        return { timestamp: records.timestamp, offset: records.offset };
  }

  return none;
};
