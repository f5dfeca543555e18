import { type EventIndex } from '../../storage/eventIndex.js';
import { type StreamView } from '../../storage/streamView.js';
import { type ProposedEvent } from '../../storage/record.js';
import { type EventReader } from '../reads/eventReader.js';
import { type StreamHead } from './expectedRevision.js';
import { type MetadataReader } from '../reads/metadataReader.js';
import { type RecentIds } from './recentIds.js';
import { isSoftDeleted } from '../streamMetadata.js';
import { isMetastream, metastreamOf, originalOf } from '../streamNames.js';

export type HeadDeps = {
  readonly index: EventIndex;
  readonly events: EventReader;
  readonly metadata: MetadataReader;
  readonly recent: RecentIds;
};

/** The stream as the next write finds it: what is still on its way to the disk counts. */
export const headOf = (
  deps: HeadDeps,
  stream: string,
  proposed: readonly ProposedEvent[],
): StreamHead => {
  const { index, metadata } = deps;
  const view = index.viewOf(stream, Infinity);

  return {
    current: view.length - 1,
    isTombstoned:
      view.tombstone !== -1 || (view.length === 0 && isOriginalTombstoned(index, stream)),
    isSoftDeleted: isSoftDeleted(metadata.of(stream, Infinity)),
    hasMetadata: hasEvents(index.viewOf(metastreamOf(stream), Infinity)),
    countStored: (from) => countStored(deps, stream, { from, proposed }),
    countRecent: () => countRecent(deps, view.number, proposed),
  };
};

const hasEvents = ({ length, tombstone }: StreamView): boolean => length > 0 || tombstone !== -1;

/** Whether it is the metadata of a tombstoned stream: it can be written on, and not be read. */
export const isOriginalTombstoned = (index: EventIndex, stream: string): boolean =>
  isMetastream(stream) && index.viewOf(originalOf(stream), Infinity).tombstone !== -1;

const countStored = (
  { index, events }: HeadDeps,
  stream: string,
  { from, proposed }: { from: number; proposed: readonly ProposedEvent[] },
): number => {
  // what a scavenge has removed cannot be compared
  if (from < index.viewOf(stream, Infinity).first) return 0;
  let equal = 0;
  for (const position of index.positionsOf(stream, from, from + proposed.length)) {
    const id = proposed[equal]?.id;
    if (id === undefined || !events.one(position).id.equals(id)) break;
    equal += 1;
  }

  return equal;
};

const countRecent = (
  deps: HeadDeps,
  stream: number,
  proposed: readonly ProposedEvent[],
): { known: number; last: number } => {
  const { index, recent } = deps;
  let known = 0;
  let last = -1;
  for (const { id } of proposed) {
    const position = recent.find(id);
    if (position === undefined || !hasId(deps, position, id)) break;
    if (index.streamOf(index.eventAt(position)) !== stream) break;
    known += 1;
    last = position;
  }

  return { known, last };
};

/**
 * Whether the event at the position has the id: a failed write gives its positions back, others may
 * have them now, and a scavenge removes events.
 */
export const hasId = ({ index, events }: HeadDeps, position: number, id: Buffer): boolean =>
  index.eventAt(position) !== -1 && events.one(position).id.equals(id);
