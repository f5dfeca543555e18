import { renameSync, rmSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { ReadRecord } from '../../protocol/records.js';
import { readBatchHeader } from '../../protocol/recordBatch.js';
import { syncFolder } from '../journal.js';
import type { RecordLog } from '../log/recordLog.js';
import { openEmpty } from '../log/openSegment.js';
import { type Segment } from '../log/segment.js';
import { compactBatch } from './compactBatch.js';
import { batchesAtOnce, type LatestOffsets } from './latestOffsets.js';

export type Compaction = Readonly<{
  latest: LatestOffsets;
  /** Of records without a value that are older nothing is left. In milliseconds. */
  forgetBefore: number;
  /** Whether a segment was not removed meanwhile. */
  isThere: (segment: Segment) => boolean;
  /** A segment becomes no larger than this by taking others in. */
  bytes: number;
}>;

/** Writes groups of segments into the first of each. Ends when one was removed meanwhile. */
export const rewriteSegments = async (
  log: RecordLog,
  segments: readonly Segment[],
  compaction: Compaction,
): Promise<void> => {
  for (let left = segments; left.length > 0;) {
    const taken = await rewriteGroup(log, left, compaction);
    if (taken === 0) return;
    left = left.slice(taken);
  }
};

/** Returns how many of the segments were written into the first of them; 0 to end. */
const rewriteGroup = async (
  log: RecordLog,
  segments: readonly Segment[],
  compaction: Compaction,
): Promise<number> => {
  const [first] = segments as readonly [Segment];
  const written = openEmpty(first);
  try {
    const group: Segment[] = [];
    for (const segment of segments) {
      if (group.length > 0 && written.bytes + segment.bytes > compaction.bytes) break;
      if (!(await copyKept(segment, written, compaction))) return 0;
      group.push(segment);
    }
    await written.sync();
    if (!group.every(compaction.isThere)) return 0;
    finish(log, { group, written, cleanTo: compaction.latest.end });

    return group.length;
  } finally {
    written.close();
    rmSync(first.files.compacted, { force: true });
  }
};

const copyKept = async (
  segment: Segment,
  written: Segment,
  { latest, forgetBefore, isThere }: Compaction,
): Promise<boolean> => {
  let copied = 0;
  for (const stored of segment.batches(Infinity)) {
    const isForgotten = stored.header.maxTimestamp < forgetBefore;
    const isKept = ({ key, offset, isTombstone }: ReadRecord): boolean =>
      offset >= latest.end ||
      (key !== null && latest.has(key, offset) && !(isTombstone && isForgotten));
    const batch = compactBatch(stored, isKept);
    if (batch !== null) written.append(batch, readBatchHeader(batch));
    copied += 1;
    if (copied % batchesAtOnce === 0) await turn();
    if (!isThere(segment)) return false;
  }

  return isThere(segment);
};

type Written = Readonly<{ group: readonly Segment[]; written: Segment; cleanTo: number }>;

/**
 * The new file takes the place of the first one at once. Whatever a crash leaves of the others
 * says nothing that the new one does not, and the next start removes it.
 */
const finish = (log: RecordLog, { group, written, cleanTo }: Written): void => {
  const [first] = group as readonly [Segment];
  const end = Math.min(cleanTo, group.at(-1)?.endOffset ?? 0);
  if (group.length === 1 && written.bytes === first.bytes) {
    first.noteClean(end);
    return;
  }
  rmSync(first.files.index, { force: true });
  renameSync(first.files.compacted, first.files.log);
  syncFolder(log.folder);
  const by = written.renamed(first);
  log.replace(group, by);
  first.close();
  by.noteClean(end);
  for (const other of group.slice(1)) other.remove();
};
