import { pause } from './pause.js';

type AdaptiveDelayOptions = Readonly<{
  /** So many items in one batch mean that there is a lot to do. */
  busyFrom: number;
  /** The delay before the next batch then. */
  delayMs: number;
}>;

/**
 * Returns a function to await between two batches, with the size of the first (linger). A big
 * batch costs less per item, but waiting for one costs time: nothing waits while there is little
 * to do, and everything a little while there is much.
 */
export const createAdaptiveDelay =
  ({ busyFrom, delayMs }: AdaptiveDelayOptions) =>
  (handled: number): Promise<void> =>
    handled < busyFrom ? Promise.resolve() : pause(delayMs);
