/** To be called once. */
type Release = () => void;

/** Bounds how many appends are under way; the rest waits in order. */
export type Semaphore = Readonly<{
  isFull: () => boolean;
  /** Resolves to a function that gives the lane back; to null when none came free within `timeoutMs`. */
  acquire: (timeoutMs: number) => Promise<Release | null>;
}>;

export const createSemaphore = (semaphore: number): Semaphore => {
  const waiting = new Set<(release: Release) => void>();
  let count = 0;

  const release = (): void => {
    count -= 1;
    const [next] = waiting;
    if (next === undefined) return;
    waiting.delete(next);
    count += 1;
    next(release);
  };

  const wait = (timeoutMs: number): Promise<Release | null> =>
    new Promise((resolve) => {
      const admit = (release: Release) => {
        clearTimeout(timer);
        resolve(release);
      };
      const timer = setTimeout(() => {
        waiting.delete(admit);
        resolve(null);
      }, timeoutMs);
      waiting.add(admit);
    });

  const isFull = (): boolean => count >= semaphore;

  return {
    isFull,
    acquire: (timeoutMs) => {
      if (isFull()) return wait(timeoutMs);
      count += 1;

      return Promise.resolve(release);
    },
  };
};
