import { pause } from './pause.js';

type Load = Readonly<{
  /** As much in one batch means that there is a lot to do. */
  busy: number;
  /** Milliseconds for which the next batch then gathers. */
  gather: number;
}>;

/**
 * To be awaited between two batches with the size of the first. A big batch is cheaper per piece, but waiting for one costs
 * time: so nothing waits while there is little to do, and everything a little while there is much.
 */
export const createGathering =
  ({ busy, gather }: Load) =>
  (handled: number): Promise<void> =>
    handled < busy ? Promise.resolve() : pause(gather);
