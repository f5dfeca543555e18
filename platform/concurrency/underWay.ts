/** What has begun and not ended, by name, and for how long. */
export const createUnderWay = () => {
  const started = new Map<symbol, Readonly<{ name: string; since: number }>>();

  return {
    /** Returns the function to be called at its end. */
    begin: (name: string): (() => void) => {
      const entry = Symbol(name);
      started.set(entry, { name, since: performance.now() });

      return () => void started.delete(entry);
    },
    /** Returns the names of those that began so many milliseconds ago, or earlier. */
    olderThan: (ageMs: number): readonly string[] =>
      [...started.values()]
        .filter(({ since }) => performance.now() - since >= ageMs)
        .map(({ name }) => name),
  };
};
