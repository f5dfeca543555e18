import { createAdaptiveDelay } from './adaptiveDelay.js';
import { startAfterPoll } from './batcher.js';
import { createBatcher } from './createBatcher.js';

/** Returns the values of all the keys at once; a key without a value is missing in the map. */
export type LoadMany<Value> = (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;

// see decision 21
const load = { busyFrom: 8, delayMs: 4 };

/**
 * Looks up keys with one load at a time: what comes during a load waits for the next, together.
 * Requests that were read from their sockets in the same turn share the first load.
 */
export const createBatchedLookup = <Value>(
  loadMany: LoadMany<Value>,
  maxBatch = 1_000,
): ((key: string) => Promise<Value | undefined>) =>
  createBatcher({
    work: async (keys) => {
      const values = await loadMany([...new Set(keys)]);

      return keys.map((key) => values.get(key));
    },
    maxBatch,
    start: startAfterPoll,
    linger: createAdaptiveDelay(load),
  });
