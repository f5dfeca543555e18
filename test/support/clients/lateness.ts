import { setTimeout as sleep } from 'node:timers/promises';

/** It notices, takes over, and begins to work; a busy machine comes late with each of them. */
export const takeoverSteps = 3;

/**
 * Reads the health of a process ten times a second. Returns the function that ends this, with how
 * long the slowest response took in milliseconds: so much the machine adds to each step.
 */
export const watchLateness = (url: string): (() => Promise<number>) => {
  let [isOver, slowestMs] = [false, 0];
  const watching = (async () => {
    while (!isOver) {
      const begunAt = performance.now();
      const response = await fetch(`${url}/health`).catch(() => null);
      await response?.text();
      slowestMs = Math.max(slowestMs, performance.now() - begunAt);
      await sleep(100);
    }
  })();

  return async () => {
    isOver = true;
    await watching;

    return slowestMs;
  };
};
