import { createLru } from '../concurrency/index.js';

/** How often one and the same warning is written while it goes on. */
const intervalMs = 60_000;

/** Every loop tries again within 10 s: a warning that comes later is about a new failure. */
const overAfterMs = 15_000;

const maxWarnings = 500;

type Seen = { writtenAt: number; lastAt: number; leftOut: number };

/** Decides about the next warning of a kind: null leaves it out. */
export type RepeatedWarnings = (kind: string) => Readonly<{ repeated: number }> | null;

/**
 * A dependency that is down fails every loop that needs it, several times a second. The first
 * warning of a kind is written, then one a minute with the number of those left out since, and at
 * once when it comes again after it was over.
 */
export const createRepeatedWarnings = (
  now: () => number = () => performance.now(),
): RepeatedWarnings => {
  const seen = createLru<string, Seen>({ size: maxWarnings });

  return (kind) => {
    const last = seen.getOrCreate(kind, () => ({
      writtenAt: -Infinity,
      lastAt: -Infinity,
      leftOut: 0,
    }));
    const isNew = now() - last.lastAt > overAfterMs;
    last.lastAt = now();
    if (!isNew && now() - last.writtenAt < intervalMs) {
      last.leftOut += 1;

      return null;
    }
    const { leftOut } = last;
    last.writtenAt = now();
    last.leftOut = 0;

    return { repeated: isNew ? 0 : leftOut };
  };
};
