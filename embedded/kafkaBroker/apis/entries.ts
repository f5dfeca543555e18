import { setImmediate as turn } from 'node:timers/promises';

/** In milliseconds: after so long with one request others are served. */
const longestTurn = 5;

/**
 * Does the work for one entry after the other and returns the results. Others are served meanwhile.
 * Throws what the work throws.
 */
export const inTurns = async <Entry, Result>(
  entries: readonly Entry[],
  work: (entry: Entry) => Result | Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  let since = performance.now();
  for (const entry of entries) {
    results.push(await work(entry));
    if (performance.now() - since < longestTurn) continue;
    await turn();
    since = performance.now();
  }

  return results;
};

/** Returns the first entry of each key. */
export const distinct = <Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => unknown,
): Entry[] => {
  const firsts = new Map<unknown, Entry>();
  for (const entry of entries) if (!firsts.has(keyOf(entry))) firsts.set(keyOf(entry), entry);

  return [...firsts.values()];
};

/** Returns the keys that more than one entry has. */
export const repeatedOf = <Entry, Key>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => Key,
): ReadonlySet<Key> => {
  const seen = new Set<Key>();
  const repeated = new Set<Key>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (seen.has(key)) repeated.add(key);
    seen.add(key);
  }

  return repeated;
};
