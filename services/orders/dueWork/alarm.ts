import { createSignal } from '../../../platform/concurrency/index.js';

/** A time to wait for, which can be brought forward while somebody waits. */
export type Alarm = Readonly<{
  /** A time that is later than the present one changes nothing. In ms since the epoch. */
  bringForward: (time: number) => void;
  /** Resolves when the time has come, or after `stop`. The next time is none, until it is set. */
  wait: () => Promise<void>;
  stop: () => void;
}>;

/** In milliseconds: clocks may be set, and timers end at 2^31 ms. */
const longestWaitMs = 60_000;

/** Rings at once for the first time. */
export const createAlarm = (now: () => number): Alarm => {
  const signal = createSignal();
  let at = -Infinity;

  return {
    bringForward: (time) => {
      if (time >= at) return;
      at = time;
      signal.notify();
    },
    wait: async () => {
      for (let waitMs = at - now(); waitMs > 0; waitMs = at - now())
        await signal.wait(waitMs === Infinity ? undefined : Math.min(waitMs, longestWaitMs));
      at = Infinity;
    },
    stop: () => {
      at = -Infinity;
      signal.notify();
    },
  };
};
