import type { RecordLog } from '../log/recordLog.js';
import type { Segment } from '../log/segment.js';
import type { LogSettings } from '../topicSettings.js';
import { readLatestOffsets } from './latestOffsets.js';
import { type Compaction, rewriteSegments } from './rewriteSegments.js';

type Settings = Pick<
  LogSettings,
  'segmentBytes' | 'minCompactionLagMs' | 'minDirtyRatio' | 'deleteRetentionMs'
> &
  Readonly<{ now: number; isOpen: () => boolean }>;

/**
 * Keeps of every key the last record, in all segments but the one that is written to. Does nothing
 * while too little is new. Other requests are served meanwhile. Throws what the disk throws, and
 * changes nothing then.
 */
export const compactLog = async (log: RecordLog, settings: Settings): Promise<void> => {
  const segments = compactable(log, settings);
  if (!isDirtyEnough(segments, settings.minDirtyRatio)) return;
  const isThere = (segment: Segment): boolean =>
    settings.isOpen() && log.segments.includes(segment);
  const latest = await readLatestOffsets(segments, isThere);
  if (latest === null) return;
  const forgetBefore = settings.now - settings.deleteRetentionMs;
  const compaction: Compaction = { latest, forgetBefore, isThere, bytes: settings.segmentBytes };
  await rewriteSegments(
    log,
    segments.filter(({ base }) => base < latest.end),
    compaction,
  );
};

const compactable = (log: RecordLog, { now, minCompactionLagMs }: Settings): Segment[] => {
  const sealed = log.segments.slice(0, -1);
  const tooNew = sealed.findIndex(
    ({ maxTimestamp }) => minCompactionLagMs > 0 && now - maxTimestamp < minCompactionLagMs,
  );

  return tooNew === -1 ? sealed : sealed.slice(0, tooNew);
};

const isDirtyEnough = (segments: readonly Segment[], minDirtyRatio: number): boolean => {
  const bytesOf = (some: readonly Segment[]) => some.reduce((sum, { bytes }) => sum + bytes, 0);
  const dirty = bytesOf(segments.filter(({ cleanTo, endOffset }) => cleanTo < endOffset));

  return dirty > 0 && dirty >= minDirtyRatio * bytesOf(segments);
};
