import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms` milliseconds, or at once when `signal` aborts; never rejects. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await delay(ms, undefined, signal && { signal }).catch(() => undefined);
};

/**
 * Returns between half and all of `ms`, so that many who wait do not come back at the same moment.
 */
export const jittered = (ms: number): number => ms / 2 + (Math.random() * ms) / 2;

/** What is repeated as often, with the one timer of it, by milliseconds. */
const steps = new Map<number, Readonly<{ timer: NodeJS.Timeout; works: Set<Work> }>>();

type Work = Readonly<{ run: () => unknown }>;

const beginStep = (everyMs: number) => {
  const works = new Set<Work>();
  const timer = setInterval(() => {
    for (const { run } of works) run();
  }, everyMs);

  return { timer, works };
};

/**
 * Calls `work` every `everyMs`, at first within that time, together with all others of this process
 * that are repeated as often: an idle process is woken once for all of them. Returns the function
 * that ends it.
 */
export const repeatInStep = (everyMs: number, work: () => unknown): (() => void) => {
  const step = steps.get(everyMs) ?? beginStep(everyMs);
  const own: Work = { run: work };
  steps.set(everyMs, step);
  step.works.add(own);

  return () => {
    if (!step.works.delete(own) || step.works.size > 0) return;
    clearInterval(step.timer);
    steps.delete(everyMs);
  };
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
