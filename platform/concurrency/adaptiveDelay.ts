import { pause } from './pause.js';

type AdaptiveDelayOptions = Readonly<{
  /** So many items in one batch mean that there is a lot to do. */
  busyFrom: number;
  /** The delay before the next batch then. */
  delayMs: number;
  /** A batch of so many would not be bigger for waiting: the next one begins at once. */
  full?: number;
}>;

/**
 * Returns a function to await between two batches, with the size of the first (linger). A big
 * batch costs less per item, but waiting for one costs time: nothing waits while there is little
 * to do, and everything a little while there is much.
 */
export const createAdaptiveDelay =
  ({ busyFrom, delayMs, full = Infinity }: AdaptiveDelayOptions) =>
  (handled: number): Promise<void> =>
    handled < busyFrom || handled >= full ? Promise.resolve() : pause(delayMs);
