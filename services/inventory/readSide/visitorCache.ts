import type { IncomingMessage } from 'node:http';
import { createLru, roughBytesOf } from '../../../platform/concurrency/index.js';
import { userIfAny } from '../../../platform/http/index.js';

/** In milliseconds, counted from before the value was read. */
const maxAgeMs = 1_000;

/** Keys of one query that are kept at least. */
const size = 100;

/** All pages of 100 products with the longest texts would weigh 200 MB. */
const atMostBytes = 16 * 1024 ** 2;

type Kept<Value> = Readonly<{ since: number; value: Promise<Value>; bytes: number }>;

type Read<Value> = Readonly<{ key: string; load: () => Promise<Value> }>;

/**
 * Returns a function that reads for a request. Visitors without an account share what was read in
 * the last second, however many they are; whoever is signed in gets the newest. A failure is shared
 * by those who wait for it, and not kept.
 */
export const createVisitorCache = <Value>() => {
  const kept = createLru<string, Kept<Value>>({
    size,
    weight: { atMostBytes, bytesOf: ({ bytes }) => bytes },
  });

  return (request: IncomingMessage, { key, load }: Read<Value>): Promise<Value> => {
    if (userIfAny(request) !== null) return load();
    const known = kept.get(key);
    const now = performance.now();
    if (known !== undefined && now - known.since < maxAgeMs) return known.value;
    const fresh = { since: now, value: load(), bytes: 0 };
    kept.set(key, fresh);
    fresh.value.then(
      (value) => {
        if (kept.get(key) === fresh) kept.set(key, { ...fresh, bytes: roughBytesOf(value) });
      },
      () => kept.delete(key, fresh),
    );

    return fresh.value;
  };
};
