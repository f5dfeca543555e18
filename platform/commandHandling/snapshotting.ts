import type { Logger } from '../logging/index.js';
import type { SnapshotCodec, SnapshotStore } from './snapshots.js';
import type { Loaded } from './types.js';

/** When to take snapshots, and how to do without them. */
export type Snapshotting<State> = Readonly<{
  load: (stream: string) => Promise<Loaded<State> | null>;
  /** Takes one in the background when enough has happened since the last. */
  offer: (stream: string, loaded: Loaded<State>) => void;
  /** Waits for those under way. */
  settled: () => Promise<void>;
}>;

type Options<State> = Readonly<{
  store: SnapshotStore;
  codec: SnapshotCodec<State>;
  every?: number;
}>;

const withoutSnapshots = {
  load: () => Promise.resolve(null),
  offer: () => undefined,
  settled: () => Promise.resolve(),
};

export const createSnapshotting = <State>(
  options: Options<State> | undefined,
  logger: Logger,
): Snapshotting<State> =>
  options === undefined ? withoutSnapshots : snapshottingWith(options, logger);

const snapshottingWith = <State>(
  { store, codec, every = 1000 }: Options<State>,
  logger: Logger,
): Snapshotting<State> => {
  const lastTaken = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();

  const take = async (stream: string, revision: number, state: State): Promise<void> => {
    // not in the turn that answers the callers
    await new Promise((resolve) => setImmediate(resolve));
    try {
      const json = codec.toJson(state);
      await store.save(stream, { revision, schemaVersion: codec.schemaVersion, json });
    } catch (error) {
      logger.warn({ err: error, stream }, 'A snapshot was not taken');
    } finally {
      underWay.delete(stream);
    }
  };

  return {
    load: async (stream) => {
      try {
        const snapshot = await store.load(stream, codec.schemaVersion);
        if (snapshot === null) return null;
        lastTaken.set(stream, snapshot.revision);

        return { state: codec.fromJson(snapshot.json), revision: snapshot.revision };
      } catch (error) {
        logger.warn({ err: error, stream }, 'A snapshot was not read; the stream is');

        return null;
      }
    },
    offer: (stream, { state, revision }) => {
      if (revision === 'no_stream' || underWay.has(stream)) return;
      if (revision - (lastTaken.get(stream) ?? -1) < gapAt(revision, every)) return;
      lastTaken.set(stream, revision);
      underWay.set(stream, take(stream, revision, state));
    },
    settled: async () => {
      await Promise.all(underWay.values());
    },
  };
};

/** Big states are dear to write: the gap grows with the stream, to a fifth of it, up to what is folded within 2 s. */
const gapAt = (revision: number, every: number): number =>
  Math.min(Math.max(every, revision / 5), largestGap);

const largestGap = 50_000;
