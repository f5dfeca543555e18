import { jittered } from '../../concurrency/index.js';

const firstPause = 100;
const longestPause = 5_000;

/** Pauses partitions whose dependency fails: 100 ms, doubling to 5 s, with jitter. The fetch loop keeps the heartbeat meanwhile. */
export const createPauses = () => {
  const failures = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();

  return {
    /** Answers for how long, in ms. */
    pause: (partition: string, pause: () => () => void): number => {
      const count = failures.get(partition) ?? 0;
      failures.set(partition, count + 1);
      const milliseconds = jittered(Math.min(firstPause * 2 ** count, longestPause));
      const resume = pause();
      const timer = setTimeout(() => {
        timers.delete(timer);
        resume();
      }, milliseconds);
      timers.add(timer);

      return milliseconds;
    },
    succeeded: (partition: string): void => void failures.delete(partition),
    stop: (): void => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
