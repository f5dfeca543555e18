import { createBatcher, startAtOnce } from '../../../platform/concurrency/index.js';

/** Makes all that was written before the call durable. Throws what the sync throws. */
export type GroupedSync = () => Promise<void>;

/**
 * Runs at most one `sync` at a time. Callers that come while it runs share the next one, and so its
 * cost.
 */
export const createGroupedSync = (sync: () => Promise<void>): GroupedSync => {
  const syncFor = createBatcher<null, null>({
    work: async (callers) => {
      await sync();

      return callers;
    },
    start: startAtOnce,
  });

  return async () => {
    await syncFor(null);
  };
};
