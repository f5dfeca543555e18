import { type NewRecord } from '../../storage/record.js';
import { type StreamHead } from './expectedRevision.js';
import { numbered, ownEvent } from './newRecords.js';
import { type HeadDeps } from './streamHeads.js';
import { isSoftDeleted, parseStreamMetadata, withTruncateBefore } from '../streamMetadata.js';
import { isMetastream, metastreamOf, originalOf } from '../streamNames.js';

/**
 * What the server adds to a write that brings a soft-deleted stream back: metadata whose `$tb`
 * hides everything older. That is an append to the stream itself, or somebody's own metadata for
 * it.
 */
export const revivalAfter = (
  deps: HeadDeps,
  stream: string,
  { records, head }: { readonly records: readonly NewRecord[]; readonly head: StreamHead },
): readonly NewRecord[] => {
  if (isMetastream(stream)) return afterMetadata(deps, originalOf(stream), records);

  return head.isSoftDeleted ? afterEvents(deps, stream, head.current + 1) : [];
};

/** The append may be one without events. */
const afterEvents = (
  { index, events }: HeadDeps,
  stream: string,
  next: number,
): readonly NewRecord[] => {
  const metastream = metastreamOf(stream);
  const { head, length } = index.viewOf(metastream, Infinity);

  const json = withTruncateBefore(events.one(head).data, next);

  return numbered(metastream, [ownEvent('$metadata', json)], length);
};

const afterMetadata = (
  { index, metadata }: HeadDeps,
  original: string,
  records: readonly NewRecord[],
): readonly NewRecord[] => {
  const last = records.at(-1);
  if (last === undefined || !isSoftDeleted(metadata.of(original, Infinity))) return [];
  if (isSoftDeleted(parseStreamMetadata(last.data))) return [];
  const json = withTruncateBefore(last.data, index.viewOf(original, Infinity).length);

  return numbered(last.stream, [ownEvent('$metadata', json)], Number(last.revision) + 1);
};
