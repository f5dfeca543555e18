import { jittered, pause } from '../../concurrency/index.js';
import { isNotReady } from '../client/clientErrors.js';
import type { Outage } from '../client/outage.js';

const retryForMs = 2000;

/**
 * Returns the same read, which waits for the end of an election. It is not repeated in a long
 * outage, nor for other errors: callers have something to fall back on.
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
        if (!isNotReady(error) || outage.isLong() || performance.now() >= until) throw error;
        await pause(jittered(100));
      }
    }
  };
