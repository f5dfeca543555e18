import type { Logger } from '../logging/index.js';
import { loadSnapshot, saveSnapshot, type Stored } from './snapshotOfStream.js';
import type { Loaded, SnapshotOptions } from './types.js';

/** When to take snapshots, and how to do without them. */
export type Snapshotting<State> = Readonly<{
  of: (stream: string) => StreamSnapshots<State>;
  /** Waits for those under way. */
  settled: () => Promise<void>;
}>;

/** The snapshots of one stream: remembers what the last one held, so that the next writes only what has changed. */
export type StreamSnapshots<State> = Readonly<{
  load: () => Promise<Loaded<State> | null>;
  /** Takes one in the background when enough has happened since the last. */
  offer: (loaded: Loaded<State>) => void;
}>;

type Sources<State> = Required<SnapshotOptions<State>> &
  Readonly<{ logger: Logger; stream: string }>;

const withoutSnapshots = { load: () => Promise.resolve(null), offer: () => undefined };

export const createSnapshotting = <State>(
  options: SnapshotOptions<State> | undefined,
  logger: Logger,
): Snapshotting<State> => {
  if (options === undefined)
    return { of: () => withoutSnapshots, settled: () => Promise.resolve() };
  const underWay = new Set<Promise<void>>();
  const inBackground = (work: Promise<void>): Promise<void> => {
    underWay.add(work);

    return work.finally(() => underWay.delete(work));
  };

  return {
    of: (stream) =>
      snapshotsOf({ every: 1000, partSize: 10_000, ...options, logger, stream }, inBackground),
    settled: async () => {
      await Promise.all(underWay);
    },
  };
};

const snapshotsOf = <State>(
  sources: Sources<State>,
  inBackground: (work: Promise<void>) => Promise<void>,
): StreamSnapshots<State> => {
  const { every, logger, stream } = sources;
  let lastTaken = -1;
  let isUnderWay = false;
  let stored: Stored | null = null;

  const take = async (revision: number, state: State): Promise<void> => {
    // not in the turn that answers the callers
    await new Promise((resolve) => setImmediate(resolve));
    try {
      stored = await saveSnapshot(sources, { revision, state, stored });
    } catch (error) {
      logger.warn({ err: error, stream }, 'A snapshot was not taken');
    } finally {
      isUnderWay = false;
    }
  };

  return {
    load: async () => {
      try {
        const loaded = await loadSnapshot(sources);
        if (loaded === null) return null;
        lastTaken = loaded.revision;
        stored = loaded.stored;

        return { state: loaded.state, revision: loaded.revision };
      } catch (error) {
        logger.warn({ err: error, stream }, 'A snapshot was not read; the stream is');

        return null;
      }
    },
    offer: ({ state, revision }) => {
      if (revision === 'no_stream' || isUnderWay) return;
      if (revision - lastTaken < gapAt(revision, every)) return;
      lastTaken = revision;
      isUnderWay = true;
      void inBackground(take(revision, state));
    },
  };
};

/** The gap grows with the stream, to a fifth of it, up to what is folded within 0.2 s. */
const gapAt = (revision: number, every: number): number =>
  Math.min(Math.max(every, revision / 5), largestGap);

const largestGap = 5_000;
