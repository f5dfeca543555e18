import type { Wanted, WaitOutcome } from './wait.js';

/** A key that waits, with all its requests. `place` counts from 1 in the order of arrival. */
export type Entry = Wanted &
  Readonly<{ place: number; since: number; requests: Set<EntryRequest> }>;

export type EntryRequest = Readonly<{ end: (outcome: WaitOutcome) => void }>;

/** How many requests wait for each product. */
export const countByProduct = (entries: Iterable<Entry>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { lines, requests } of entries)
    for (const { productId } of lines)
      counts.set(productId, (counts.get(productId) ?? 0) + requests.size);

  return counts;
};
