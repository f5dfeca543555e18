import { type EventIndex } from '../../storage/eventIndex.js';
import { type EventReader } from '../reads/eventReader.js';
import { type MetadataReader } from '../reads/metadataReader.js';
import { oldestVisible } from '../reads/streamReader.js';
import { firstVisible } from '../streamMetadata.js';
import { emptyWrites } from '../streamNames.js';

export type KeepingDeps = {
  readonly index: EventIndex;
  readonly events: EventReader;
  readonly metadata: MetadataReader;
};

/** What is to stay of a stream: revisions from here on, unless they are older than that. */
export type Keeping = {
  readonly from: number;
  readonly last: number;
  /** In ticks of 100 ns; null without a greatest age. */
  readonly notBefore: bigint | null;
};

const nothing: Keeping = { from: Infinity, last: Infinity, notBefore: null };

/**
 * The last event of a stream always stays, since the next one is numbered by it; so does a
 * tombstone, which is all that stays of its stream. Appends without events go.
 */
export const keepingOf = ({ index, metadata }: KeepingDeps, stream: string): Keeping => {
  const { length, tombstone } = index.viewOf(stream, index.committed);
  if (stream === emptyWrites || tombstone !== -1) return nothing;
  const found = metadata.of(stream, index.committed);

  return {
    from: Math.min(length - 1, firstVisible(found, length)),
    last: length - 1,
    notBefore: oldestVisible(found.maxAgeSeconds),
  };
};

/** Whether what was to go by `then` is to go now as well: metadata may have been changed. */
export const keepsNoMore = (now: Keeping, then: Keeping): boolean =>
  now.from >= then.from &&
  (then.notBefore === null || (now.notBefore !== null && now.notBefore >= then.notBefore));
