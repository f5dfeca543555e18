/** Lets a loop sleep until something happens. */
export type Signal = Readonly<{
  /** Wakes all who wait; while nobody does, the next call of `wait` returns at once. */
  notify: () => void;
  /** Resolves to true when notified since the last wait, to false after `timeoutMs`. */
  wait: (timeoutMs?: number) => Promise<boolean>;
}>;

/** Several notifications before the waiting loop runs again are one. */
export const createSignal = (): Signal => {
  const waiting = new Set<(isNotified: boolean) => void>();
  let isNotified = false;

  const next = (timeoutMs?: number): Promise<boolean> =>
    new Promise((resolve) => {
      const resume = (isWoken: boolean): void => {
        clearTimeout(timer);
        waiting.delete(resume);
        resolve(isWoken);
      };
      const timer = timeoutMs === undefined ? undefined : setTimeout(resume, timeoutMs, false);
      waiting.add(resume);
    });

  return {
    notify: () => {
      isNotified = true;
      for (const resume of waiting) resume(true);
    },
    wait: async (timeoutMs) => {
      const isWoken = isNotified || (await next(timeoutMs));
      // a notification between the timeout and this line counts as well
      const wasNotified = isWoken || isNotified;
      isNotified = false;

      return wasNotified;
    },
  };
};
