import type { Logger } from '../../logging/index.js';
import type { Known } from '../types.js';
import type { SnapshotCodec } from './snapshotCodec.js';
import type { SnapshotStore } from './snapshotStore.js';
import { type BaseSnapshot, loadSnapshot, saveSnapshot } from './streamSnapshot.js';

export type SnapshotOptions<State> = Readonly<{
  store: SnapshotStore;
  codec: SnapshotCodec<State>;
  /** Events from one snapshot to the next, at least. */
  every?: number;
  /** Entries of a part at most. */
  partSize?: number;
}>;

/** When to take snapshots, and how to do without them. */
export type Snapshotting<State> = Readonly<{
  of: (stream: string) => StreamSnapshots<State>;
  /** Waits for those under way. */
  whenIdle: () => Promise<void>;
}>;

/**
 * The snapshots of one stream: keeps the last as a base, so that the next writes only what changed.
 */
export type StreamSnapshots<State> = Readonly<{
  load: () => Promise<Known<State> | null>;
  /** Takes one in the background when enough has happened since the last. */
  offer: (known: Known<State>) => void;
  /** Forgets snapshots of a revision that the stream no longer has. */
  removeAfter: (revision: number) => Promise<void>;
}>;

type Deps<State> = Required<SnapshotOptions<State>> & Readonly<{ logger: Logger; stream: string }>;

type ToTake<State> = Readonly<{ revision: number; eventId: string; state: State }>;

const withoutSnapshots = {
  load: () => Promise.resolve(null),
  offer: () => undefined,
  removeAfter: () => Promise.resolve(),
};

export const createSnapshotting = <State>(
  options: SnapshotOptions<State> | undefined,
  logger: Logger,
): Snapshotting<State> => {
  if (options === undefined)
    return { of: () => withoutSnapshots, whenIdle: () => Promise.resolve() };
  const underWay = new Set<Promise<void>>();
  const inBackground = (work: Promise<void>): Promise<void> => {
    underWay.add(work);

    return work.finally(() => underWay.delete(work));
  };

  return {
    of: (stream) =>
      snapshotsOf({ every: 1000, partSize: 10_000, ...options, logger, stream }, inBackground),
    whenIdle: async () => {
      await Promise.all(underWay);
    },
  };
};

const snapshotsOf = <State>(
  deps: Deps<State>,
  inBackground: (work: Promise<void>) => Promise<void>,
): StreamSnapshots<State> => {
  const { every, store, stream } = deps;
  let lastTaken = -1;
  let taking: Promise<void> | null = null;
  let base: BaseSnapshot | null = null;

  const take = async (snapshot: ToTake<State>): Promise<void> => {
    // after the callers have got their results
    await new Promise((resolve) => setImmediate(resolve));
    base = await orWarn(
      saveSnapshot(deps, { ...snapshot, base }),
      deps,
      'a snapshot was not taken',
    );
    taking = null;
  };

  const load = async (): Promise<Known<State> | null> => {
    const loaded = await loadSnapshot(deps);
    if (loaded === null) return null;
    lastTaken = loaded.revision;
    base = loaded.base;

    return loaded;
  };

  return {
    load: () => orWarn(load(), deps, 'a snapshot was not read; the stream is'),
    offer: ({ state, revision, eventId }) => {
      if (revision === 'no_stream' || eventId === null || taking !== null) return;
      if (revision - lastTaken < gapAt(revision, every)) return;
      lastTaken = revision;
      taking = inBackground(take({ revision, eventId, state }));
    },
    removeAfter: async (revision) => {
      // else one under way would be written after the others are removed
      await taking;
      lastTaken = -1;
      base = null;
      await orWarn(store.removeAfter(stream, revision), deps, 'a snapshot was not removed');
    },
  };
};

/** Returns null for a store that fails: snapshots are a cache. */
const orWarn = async <T>(
  work: Promise<T>,
  { logger, stream }: Pick<Deps<unknown>, 'logger' | 'stream'>,
  message: string,
): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    logger.warn({ err: error, stream }, message);

    return null;
  }
};

/** The gap grows with the stream, to a fifth of it, up to what is folded within 0.2 s. */
const gapAt = (revision: number, every: number): number =>
  Math.min(Math.max(every, revision / 5), largestGap);

const largestGap = 5_000;
