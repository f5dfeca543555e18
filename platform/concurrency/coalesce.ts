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
