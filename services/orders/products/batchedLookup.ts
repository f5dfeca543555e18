import { createAdaptiveDelay } from '../../../platform/concurrency/index.js';

/** Answers for all the keys that wait at once; a key without an answer is missing in the map. */
export type LoadMany<Value> = (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;

type Waiting<Value> = Readonly<{
  key: string;
  resolve: (value: Value | undefined) => void;
  reject: (reason: unknown) => void;
}>;

// see decision 21
const load = { busyFrom: 8, delayMs: 4 };

/** Looks up keys with one load at a time: what arrives while one is under way waits for the next, together. */
export const createBatchedLookup = <Value>(
  loadMany: LoadMany<Value>,
  largest = 1_000,
): ((key: string) => Promise<Value | undefined>) => {
  let waiting: Waiting<Value>[] = [];
  let isLoading = false;
  const linger = createAdaptiveDelay(load);

  const loadWaiting = async (): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, largest);
      waiting = waiting.slice(largest);
      await answer(batch, loadMany);
      await linger(batch.length);
    }
    isLoading = false;
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      // Requests that were read from their sockets in the same turn share the first load.
      setImmediate(() => void loadWaiting());
    });
};

const answer = async <Value>(
  batch: readonly Waiting<Value>[],
  loadMany: LoadMany<Value>,
): Promise<void> => {
  try {
    const values = await loadMany([...new Set(batch.map(({ key }) => key))]);
    for (const { key, resolve } of batch) resolve(values.get(key));
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
};
