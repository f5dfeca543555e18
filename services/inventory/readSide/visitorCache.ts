import type { IncomingMessage } from 'node:http';
import { createLru } from '../../../platform/concurrency/index.js';
import { userIfAny } from '../../../platform/http/index.js';

/** In milliseconds, counted from before the value was read. */
const maxAgeMs = 1_000;

/** Keys of one query that are kept at least. */
const size = 100;

type Kept<Value> = Readonly<{ since: number; value: Promise<Value> }>;

type Read<Value> = Readonly<{ key: string; load: () => Promise<Value> }>;

/**
 * Returns a function that reads for a request. Visitors without an account share what was read in
 * the last second, however many they are; whoever is signed in gets the newest. A failure is shared
 * by those who wait for it, and not kept.
 */
export const createVisitorCache = <Value>() => {
  const kept = createLru<string, Kept<Value>>({ size });

  return (request: IncomingMessage, { key, load }: Read<Value>): Promise<Value> => {
    if (userIfAny(request) !== null) return load();
    const known = kept.get(key);
    const now = performance.now();
    if (known !== undefined && now - known.since < maxAgeMs) return known.value;
    const fresh = { since: now, value: load() };
    kept.set(key, fresh);
    fresh.value.catch(() => kept.delete(key, fresh));

    return fresh.value;
  };
};
