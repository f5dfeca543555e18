import { type Backoff, createBackoff } from '../../concurrency/index.js';

/**
 * Pauses partitions whose dependency fails: for 100 ms, doubling to 5 s, with jitter. The fetch
 * loop goes on sending heartbeats meanwhile.
 */
export const createPartitionPauses = () => {
  const backoffs = new Map<string, Backoff>();
  const timers = new Set<NodeJS.Timeout>();

  const nextMs = (partition: string): number => {
    const backoff = backoffs.get(partition) ?? createBackoff({ minMs: 100, maxMs: 5_000 });
    backoffs.set(partition, backoff);

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
    reset: (partition: string): void => void backoffs.delete(partition),
    stop: (): void => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
