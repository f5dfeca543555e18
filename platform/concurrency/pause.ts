import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms` milliseconds, or at once when `signal` aborts; never rejects. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await delay(ms, undefined, signal && { signal }).catch(() => undefined);
};

/**
 * Returns between half and all of `ms`, so that many who wait do not come back at the same moment.
 */
export const jittered = (ms: number): number => ms / 2 + (Math.random() * ms) / 2;

/**
 * Calls `work` every `everyMs`, at the same moments as all others of this process that do so as
 * often: an idle process is woken once for all of them. Returns the function that ends it.
 */
export const repeatInStep = (everyMs: number, work: () => unknown): (() => void) => {
  const untilNext = (): number => everyMs - (performance.now() % everyMs);
  const run = (): void => {
    const leftMs = untilNext();
    // a timer may be a little early
    timer = setTimeout(run, leftMs < everyMs / 2 ? leftMs + everyMs : leftMs);
    work();
  };
  let timer = setTimeout(run, untilNext());

  return () => clearTimeout(timer);
};

/** A timer that ticks only while there is something to look after: an idle process is not woken. */
export type Ticking = Readonly<{
  /** Does nothing while it ticks, and after `stop`. */
  start: () => void;
  /** Until the next start. To be called at the moment at which nothing is left, not after it. */
  pause: () => void;
  /** For good. */
  stop: () => void;
}>;

/** Calls `tick` every `everyMs` from a `start` on. */
export const createTicking = (everyMs: number, tick: () => unknown): Ticking => {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const pauseTicking = (): void => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    start: () => {
      if (!isStopped) timer ??= setInterval(tick, everyMs);
    },
    pause: pauseTicking,
    stop: () => {
      isStopped = true;
      pauseTicking();
    },
  };
};
