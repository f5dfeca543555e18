import { type Backoff, createBackoff } from '../../concurrency/index.js';

type Options = Readonly<{
  /** A partition whose batches fail for so long is stalled. */
  stalledAfterMs: number;
}>;

/**
 * Pauses partitions whose dependency fails: for 100 ms, doubling to 5 s, with jitter. The fetch
 * loop goes on sending heartbeats meanwhile.
 */
export const createPartitionPauses = ({ stalledAfterMs }: Options) => {
  const failing = new Map<string, Readonly<{ backoff: Backoff; since: number }>>();
  const timers = new Set<NodeJS.Timeout>();

  const stalled = (): string[] =>
    [...failing]
      .filter(([, { since }]) => performance.now() - since >= stalledAfterMs)
      .map(([partition]) => partition);

  const nextMs = (partition: string): number => {
    const { backoff, since } = failing.get(partition) ?? {
      backoff: createBackoff({ minMs: 100, maxMs: 5_000 }),
      since: performance.now(),
    };
    failing.set(partition, { backoff, since });

    return backoff.nextMs();
  };

  return {
    /** `pause` returns the function that resumes. Returns for how long, in milliseconds. */
    pause: (partition: string, pause: () => () => void): number => {
      const pauseMs = nextMs(partition);
      const resume = pause();
      const timer = setTimeout(() => {
        timers.delete(timer);
        resume();
      }, pauseMs);
      timers.add(timer);

      return pauseMs;
    },
    /** The partition's batch succeeded: its next pause is a first one. */
    reset: (partition: string): void => {
      failing.delete(partition);
    },
    /** Returns the partitions that have not moved for some time. */
    stalled,
    /** The partitions may have gone to another member. */
    clear: (): void => failing.clear(),
    stop: (): void => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
