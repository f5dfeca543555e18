import { jittered, pause } from '../../concurrency/index.js';
import { isNotLeader, isNotReady } from '../client/clientErrors.js';
import type { Outage } from '../client/outage.js';

const retryForMs = 2000;

/**
 * Returns the same read, which waits for the end of an election, and follows the leader. It is not
 * repeated in a long outage, nor for other errors: callers have something to fall back on.
 */
export const retryWhileNotReady =
  <Args extends readonly unknown[], Result>(
    read: (...args: Args) => Promise<Result>,
    outage: Outage,
  ) =>
  async (...args: Args): Promise<Result> => {
    const until = performance.now() + retryForMs;
    for (;;) {
      try {
        return await read(...args);
      } catch (error) {
        const isPassing = isNotReady(error) || isNotLeader(error);
        if (!isPassing || outage.isLong() || performance.now() >= until) throw error;
        await pause(jittered(100));
      }
    }
  };
