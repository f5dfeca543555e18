import { createLinkedQueue } from '../collections/index.js';

/** What has begun and not ended, by name, and for how long. */
export const createUnderWay = () => {
  const started = createLinkedQueue<Readonly<{ name: string; since: number }>>();

  return {
    /** Returns the function to be called at its end. */
    begin: (name: string): (() => void) => started.add({ name, since: performance.now() }),
    /** Returns the names of those that began so many milliseconds ago, or earlier. */
    olderThan: (ageMs: number): readonly string[] =>
      started
        .members()
        .filter(({ since }) => performance.now() - since >= ageMs)
        .map(({ name }) => name),
  };
};
