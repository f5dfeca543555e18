import { type EventIndex, type StreamView } from '../../storage/eventIndex.js';
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
  const view = index.viewOf(stream, Infinity);
  const stored = index.eventsOf(view, from, from + proposed.length);
  let equal = 0;
  for (const event of stored) {
    const id = proposed[equal]?.id;
    if (id === undefined || !events.one(event).id.equals(id)) break;
    equal += 1;
  }

  return equal;
};

const countRecent = (
  { index, events, recent }: HeadDeps,
  stream: number,
  proposed: readonly ProposedEvent[],
): { known: number; lastEvent: number } => {
  let known = 0;
  let lastEvent = -1;
  for (const { id } of proposed) {
    const event = recent.find(id);
    if (event === undefined || event >= index.count) break;
    // A failed write gives its event numbers back: look again.
    if (index.streamOf(event) !== stream || !events.one(event).id.equals(id)) break;
    known += 1;
    lastEvent = event;
  }

  return { known, lastEvent };
};
