import { pause } from '../concurrency/index.js';

type Options = Readonly<{
  /** Removes at most `limit` rows in a statement of its own; returns how many. */
  removeSome: (limit: number) => Promise<number>;
  signal: AbortSignal;
}>;

const limit = 1_000;

/** In milliseconds: others have the database in between. */
const betweenMs = 20;

/** Removes rows a bounded batch at a time, so that no lock is held for long. Returns how many. */
export const removeInBatches = async ({ removeSome, signal }: Options): Promise<number> => {
  let total = 0;
  while (!signal.aborted) {
    const count = await removeSome(limit);
    total += count;
    if (count < limit) break;
    await pause(betweenMs, signal);
  }

  return total;
};
