import type { LogSettings } from '../topicSettings.js';

type Kept = Pick<LogSettings, 'deletes' | 'retentionMs' | 'retentionBytes'> &
  Readonly<{ now: number; deletedBefore: number; highWatermark: number }>;

type Segment = Readonly<{ base: number; bytes: number; endOffset: number; maxTimestamp: number }>;

/**
 * Returns how many of the oldest segments are to be kept no longer: all of their records were
 * deleted by a client, are older than the topic keeps them, or there are more bytes than it keeps
 * behind them. As in Kafka whole segments go, and of a topic that is only compacted none but the
 * first kind.
 */
export const countExpired = (segments: readonly Segment[], kept: Kept): number => {
  let left = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const isKept = (segment: Segment): boolean => {
    left -= segment.bytes;
    const isUnused = segment.bytes === 0 && segment === segments.at(-1);

    return isUnused || segment.endOffset > kept.highWatermark || !isOver(segment, left, kept);
  };
  const first = segments.findIndex(isKept);

  return first === -1 ? segments.length : first;
};

const isOver = (
  { base, endOffset, maxTimestamp }: Segment,
  left: number,
  { deletes, retentionMs, retentionBytes, deletedBefore, now }: Kept,
): boolean => {
  if (base < deletedBefore && endOffset <= deletedBefore) return true;

  return deletes && (now - maxTimestamp > retentionMs || left >= retentionBytes);
};
