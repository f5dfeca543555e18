/** Makes everything written before the call durable. Callers that arrive while a sync runs share the next one. */
export type GroupedSync = () => Promise<void>;

/** At most one `sync` runs at a time, so that the cost of a sync is shared by all who wait for one. */
export const createGroupedSync = (sync: () => Promise<void>): GroupedSync => {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const start = (): Promise<void> => {
    next = null;
    running = sync().finally(() => {
      running = null;
    });

    return running;
  };

  return () => {
    if (running === null) return start();
    next ??= running.then(start, start);

    return next;
  };
};
