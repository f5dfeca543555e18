import { closeSync, ftruncateSync, openSync, statSync } from 'node:fs';
import { type BatchHeader } from '../../protocol/recordBatch.js';
import { readSummary, type SegmentSummary, writeIndex } from './indexFile.js';
import { DamagedLog, scanLog } from './scanLog.js';
import { Segment, type SegmentPlace } from './segment.js';
import { SparseIndex } from './sparseIndex.js';

type Visit = (header: BatchHeader) => void;
type Scanned = Readonly<{ summary: SegmentSummary; index: SparseIndex }>;

/**
 * Opens or creates the segment that is written to, checks every batch and calls `visit` for it, and
 * truncates a torn end. Throws DamagedLog.
 */
export const openActive = (place: SegmentPlace, visit: Visit): Segment => {
  const fd = openSync(place.files.log, 'a+');
  const { summary, index } = scan(fd, place, visit);
  ftruncateSync(fd, summary.bytes);

  return new Segment(place, summary, { fd, index });
};

/** Creates what a compaction writes in place of a segment. */
export const openEmpty = ({ base, start, files }: SegmentPlace): Segment => {
  const log = files.compacted;
  const summary = { bytes: 0, endOffset: base, firstTimestamp: -1, maxTimestamp: -1, cleanTo: 0 };
  const opened = { fd: openSync(log, 'w+'), index: new SparseIndex() };

  return new Segment({ base, start, files: { ...files, log } }, summary, opened);
};

/** Opens one that has successors, by its index. Without one it is read whole. Throws DamagedLog. */
export const openSealed = (place: SegmentPlace): Segment => {
  const { size } = statSync(place.files.log);
  const summary = readSummary(place.files.index, size) ?? rebuild(place, size);

  return new Segment(place, summary);
};

const rebuild = (place: SegmentPlace, size: number): SegmentSummary => {
  const fd = openSync(place.files.log, 'r');
  try {
    const { summary, index } = scan(fd, place, () => undefined);
    if (summary.bytes < size) throw new DamagedLog(place.files.log, summary.bytes);
    writeIndex(place.files.index, summary, index.entries);

    return summary;
  } finally {
    closeSync(fd);
  }
};

const scan = (fd: number, { base, files }: SegmentPlace, visit: Visit): Scanned => {
  const index = new SparseIndex();
  let firstTimestamp = -1;
  let maxTimestamp = -1;
  const end = scanLog({ fd, path: files.log, base }, (header, position) => {
    index.add(header.baseOffset, position, maxTimestamp);
    if (position === 0) firstTimestamp = header.maxTimestamp;
    maxTimestamp = Math.max(maxTimestamp, header.maxTimestamp);
    visit(header);
  });
  const { bytes, offset: endOffset } = end;

  return { summary: { bytes, endOffset, firstTimestamp, maxTimestamp, cleanTo: 0 }, index };
};
