import type { Tally } from './tally.js';

/** A lost order, or an answer that nobody should get, makes every figure worthless. */
export const refuseFaults = (tally: Tally): void => {
  if (tally.lost > 0 || Object.keys(tally.others).length > 0 || tally.refused > 0)
    throw new Error(`faults: ${JSON.stringify({ ...tally, toAnswer: [], toPush: [] })}`);
};
