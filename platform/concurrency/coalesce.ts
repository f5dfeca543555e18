/**
 * Single flight: returns a function of which all calls that come while `work` runs share that run
 * and its outcome. The first call after it starts another.
 */
export const coalesce = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | null = null;

  return () =>
    (running ??= work().finally(() => {
      running = null;
    }));
};

/**
 * Single flight for what must not be older than the call: calls that come while `work` runs share
 * the run after it, or its failure: whoever waits does not wait for two that fail.
 */
export const coalesceNext = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;

  const begin = (): Promise<T> => {
    next = null;
    const run = work().finally(() => {
      if (running === run) running = null;
    });
    running = run;

    return run;
  };

  const fail = (error: unknown): never => {
    next = null;
    throw error;
  };

  return () => {
    if (running === null && next === null) return begin();

    return (next ??= (running ?? Promise.resolve()).then(begin, fail));
  };
};

/** `coalesce` for work on keys: only calls with the same key share a run. */
export const coalesceByKey = <T>(
  work: (key: string) => Promise<T>,
): ((key: string) => Promise<T>) => {
  const running = new Map<string, Promise<T>>();

  return (key) => {
    const shared = running.get(key) ?? work(key).finally(() => running.delete(key));
    running.set(key, shared);

    return shared;
  };
};

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
