import { coalesce } from '../../platform/concurrency/index.js';

/** Reads again only what is older than `forMs` milliseconds; calls meanwhile share one read. */
export const createCached = <T>(read: () => Promise<T>, forMs: number): (() => Promise<T>) => {
  let known: Readonly<{ value: T; until: number }> | null = null;
  const refresh = coalesce(async () => {
    const value = await read();
    known = { value, until: performance.now() + forMs };

    return value;
  });

  return () =>
    known !== null && performance.now() < known.until ? Promise.resolve(known.value) : refresh();
};
