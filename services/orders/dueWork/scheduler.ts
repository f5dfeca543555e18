import { createBackoff } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { createAlarm } from './alarm.js';
import { type DueItem, type DueWork, runDue } from './runDue.js';

export type Scheduler = Readonly<{
  /** There is work that is due at `time`, in milliseconds since the epoch, or was before. */
  noteDue: (time: number) => void;
  /** Resolves when what runs has ended. */
  stop: () => Promise<void>;
}>;

type SchedulerDeps = Readonly<{
  work: DueWork;
  /** The time in milliseconds since the epoch. */
  now: () => number;
  logger: Logger;
}>;

/**
 * Runs work when it is due, from the beginning on, since something may be due already. Sleeps until
 * the next time that the table knows, or that was noted; where the table knows none, for good.
 * Several schedulers of the same work do no harm: what was done already is nothing to do.
 */
export const startScheduler = ({ work, now, logger }: SchedulerDeps): Scheduler => {
  const alarm = createAlarm(now);
  let isStopped = false;
  const runs = createRuns(work, { now, isStopped: () => isStopped });

  const loop = async (): Promise<void> => {
    await alarm.wait();
    while (!isStopped) {
      try {
        alarm.bringForward(await runs.run());
      } catch (error) {
        logger.warn({ err: error, kind: work.kind }, 'due work cannot be read');
        alarm.bringForward(runs.retryAt());
      }
      await alarm.wait();
    }
  };
  const looping = loop();

  return {
    noteDue: (time) => {
      runs.noteDue(time);
      alarm.bringForward(time);
    },
    stop: () => {
      isStopped = true;
      alarm.stop();

      return looping;
    },
  };
};

type RunOptions = Readonly<{ now: () => number; isStopped: () => boolean }>;

/**
 * In milliseconds: what has run and is in the table still runs again, since it may have failed, or
 * the projector may be behind.
 */
const repetition = { minMs: 1_000, maxMs: 10_000 };

/** Goes on behind what has run, and while something has run lately from the beginning too. */
const createRuns = (work: DueWork, { now, isStopped }: RunOptions) => {
  const backoff = createBackoff(repetition);
  let last: DueItem | null = null;
  let againAt = -Infinity;

  const retryAt = (): number => {
    againAt = now() + backoff.nextMs();

    return againAt;
  };

  return {
    retryAt,
    noteDue: (time: number): void => {
      if (last !== null && time <= last.dueAt) againAt = -Infinity;
    },
    /** Returns when to run again; Infinity when nothing is left. */
    run: async (): Promise<number> => {
      const isAnew = now() >= againAt;
      const result = await runDue(work, { after: isAnew ? null : last, now, isStopped });
      last = result.last ?? last;
      if (result.last !== null) retryAt();
      else if (isAnew) {
        againAt = Infinity;
        backoff.reset();
      }

      return Math.min(result.nextAt, againAt);
    },
  };
};
