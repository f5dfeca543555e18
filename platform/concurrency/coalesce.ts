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

/** The same for work on keys: calls with one key share a run, those with different keys do not. */
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
