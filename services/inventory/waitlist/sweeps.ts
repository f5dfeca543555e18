import { coalesce, createTicking } from '../../../platform/concurrency/index.js';

/** Serves those who wait, while somebody does. */
export type Sweeps = Readonly<{
  /** Somebody waits. */
  noteWaiting: () => void;
  /** Resolves when the last visit has ended. */
  stop: () => Promise<void>;
}>;

/**
 * In milliseconds. `often`: between two visits while somebody waits. `rarely`: while nobody does,
 * as far as it is known here; another process may have ended and left somebody waiting. `known`: so
 * long after somebody was seen waiting, what the read model says of it may be older.
 */
export type SweepTimes = Readonly<{ often: number; rarely: number; known: number }>;

const usual: SweepTimes = { often: 5_000, rarely: 60_000, known: 30_000 };

/** `sweep` resolves to whether anybody waits; it never rejects. */
export const startSweeps = (sweep: () => Promise<boolean>, times: SweepTimes = usual): Sweeps => {
  let seenAt = -Infinity;
  const visit = coalesce(async () => {
    if (await sweep()) often.start();
    else if (performance.now() - seenAt > times.known) often.pause();
  });
  const often = createTicking(times.often, () => void visit());
  const rarely = createTicking(times.rarely, () => void visit());
  often.start();
  rarely.start();

  return {
    noteWaiting: () => {
      seenAt = performance.now();
      often.start();
    },
    stop: () => {
      often.stop();
      rarely.stop();

      return visit();
    },
  };
};
