import { type EventIndex } from '../../storage/eventIndex.js';
import { type EventLog } from '../../storage/eventLog.js';
import { type RecordedEvent } from '../../storage/record.js';
import { type EventReader } from './eventReader.js';
import { type MetadataReader } from './metadataReader.js';
import { firstVisible, isSoftDeleted } from '../streamMetadata.js';
import { isMetastream, originalOf } from '../streamNames.js';

export type ReaderDeps = {
  readonly index: EventIndex;
  readonly log: EventLog;
  readonly events: EventReader;
  readonly metadata: MetadataReader;
};

/** A stream as readers see it: what is on disk, less what its metadata hides. */
export type ReadableStream = {
  readonly state: 'missing' | 'there' | 'tombstoned';
  /** Last revision, −1 when there is none. */
  readonly current: number;
  /** First revision that reads show. */
  readonly first: number;
  /** Events created before this (100 ns ticks) are hidden by `$maxAge`; null when none are. */
  readonly notBefore: bigint | null;
  /** The committed events of revisions `from` to `to`, exclusive, hidden or not. */
  readonly numbers: (from: number, to: number) => Uint32Array;
};

export class StreamReader {
  readonly index: EventIndex;
  readonly #deps: ReaderDeps;

  constructor(deps: ReaderDeps) {
    this.#deps = deps;
    this.index = deps.index;
  }

  /** Where the log ends on disk: the position after the last event. */
  get end(): number {
    return this.#deps.log.durableEnd;
  }

  stream(name: string): ReadableStream {
    const { index } = this;
    const before = index.committed;
    const view = index.viewOf(name, before);
    const metadata = this.#deps.metadata.of(name, before);
    const current = view.length - 1;
    const isTombstoned =
      view.tombstone !== -1 ||
      (isMetastream(name) && index.viewOf(originalOf(name), before).tombstone !== -1);
    const isThere = current >= 0 && !isSoftDeleted(metadata);

    return {
      state: isTombstoned ? 'tombstoned' : isThere ? 'there' : 'missing',
      current,
      first: firstVisible(metadata, view.length),
      notBefore: oldestVisible(metadata.maxAgeSeconds),
      numbers: (from, to) => index.eventsOf(view, from, to),
    };
  }

  /** The event number of a stream's tombstone, if it is on disk. */
  tombstoneOf(name: string): number {
    return this.index.viewOf(name, this.index.committed).tombstone;
  }

  events(numbers: ArrayLike<number>): RecordedEvent[] {
    return this.#deps.events.many(numbers);
  }
}

const oldestVisible = (maxAgeSeconds: number | undefined): bigint | null => {
  if (maxAgeSeconds === undefined) return null;
  const now = Date.now();

  return BigInt(Math.round(now - maxAgeSeconds * 1000)) * 10_000n;
};
