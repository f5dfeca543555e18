import { createTicking } from '../../../../platform/concurrency/index.js';
import type { Origin } from './origin.js';
import { statusOf } from './statusOf.js';

/** In milliseconds. A process that stops says so for longer, `DRAIN_MS`, before it does. */
const everyMs = 1_000;

export type ReadinessWatch = Readonly<{
  /** To be called when there are others. One alone is ready: no other could take requests. */
  change: () => void;
  stop: () => void;
}>;

/** Looks at `/ready` of all where there are several: those that say no get no new requests. */
export const watchReadiness = (origins: () => readonly Origin[]): ReadinessWatch => {
  const ticking = createTicking(everyMs, () => {
    for (const origin of origins()) void check(origin);
  });

  return {
    change: () => {
      const all = origins();
      if (all.length > 1) {
        ticking.start();

        return;
      }
      ticking.pause();
      all[0]?.noteReady(true);
    },
    stop: ticking.stop,
  };
};

/** A response other than 503, such as 404 for whom OPERATIONS_ALLOW leaves out, says nothing. */
const check = async (origin: Origin): Promise<void> => {
  const status = await statusOf(origin, '/ready').catch(() => 503);
  origin.noteReady(status !== 503);
};
