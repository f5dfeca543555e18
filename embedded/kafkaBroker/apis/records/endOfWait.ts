/**
 * Waits end together, so much earlier in milliseconds, unless they are short: the clients come
 * again together, too, and wake the broker, and the processes that have several of them, once.
 */
const waitsEndEveryMs = 250;

/** Returns when a wait of `maxWaitMs` that begins at `now` ends, in milliseconds of its clock. */
export const endOfWait = (now: number, maxWaitMs: number): number => {
  const latest = now + maxWaitMs;

  return maxWaitMs < 2 * waitsEndEveryMs ? latest : latest - (latest % waitsEndEveryMs);
};
