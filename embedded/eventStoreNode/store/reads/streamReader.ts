import { type EventIndex } from '../../storage/eventIndex.js';
import { type LogChunks } from '../../storage/chunks/logChunks.js';
import { type EventLog } from '../../storage/eventLog.js';
import { type RecordedEvent } from '../../storage/record.js';
import { type EventReader } from './eventReader.js';
import { type MetadataReader } from './metadataReader.js';
import { firstVisible, isSoftDeleted } from '../streamMetadata.js';
import { isMetastream, originalOf } from '../streamNames.js';

export type ReaderDeps = {
  readonly index: EventIndex;
  readonly log: EventLog;
  readonly chunks: LogChunks;
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
  /** The positions of revisions `from` to `to`, exclusive, hidden or not. */
  readonly positions: (from: number, to: number) => Float64Array;
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

  /** Whether the position lies where events were removed. */
  wasScavenged(position: number): boolean {
    return this.#deps.chunks.at(position).isScavenged;
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
      first: Math.max(view.first, firstVisible(metadata, view.length)),
      notBefore: oldestVisible(metadata.maxAgeSeconds),
      positions: (from, to) => index.positionsOf(name, from, Math.min(to, view.length)),
    };
  }

  /** The position of a stream's tombstone, −1 when none is on disk. */
  tombstoneOf(name: string): number {
    return this.index.viewOf(name, this.index.committed).tombstone;
  }

  /** What is at the positions, without what a scavenge has removed meanwhile. */
  events(positions: ArrayLike<number>): RecordedEvent[] {
    return this.#deps.events.many(positions);
  }
}

/** In ticks of 100 ns; null without a greatest age. */
export const oldestVisible = (maxAgeSeconds: number | undefined): bigint | null => {
  if (maxAgeSeconds === undefined) return null;
  const now = Date.now();

  return BigInt(Math.round(now - maxAgeSeconds * 1000)) * 10_000n;
};
