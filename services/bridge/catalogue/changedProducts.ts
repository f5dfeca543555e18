import { createSignal } from '../../../platform/concurrency/index.js';

/** Products that changed since they were last taken. */
export type ChangedProducts = Readonly<{
  /** Any product may have changed when it is null. */
  add: (productIds: readonly string[] | null) => void;
  /** Waits for a change, then takes all; null when any may have changed, or after `timeoutMs`. */
  take: (timeoutMs: number) => Promise<readonly string[] | null>;
  /** Ends the wait. */
  interrupt: () => void;
}>;

export const createChangedProducts = (): ChangedProducts => {
  const { notify, wait } = createSignal();
  let ids: Set<string> | null = new Set();

  return {
    add: (productIds) => {
      if (productIds === null) ids = null;
      else for (const id of productIds) ids?.add(id);
      notify();
    },
    take: async (timeoutMs) => {
      const isNotified = await wait(timeoutMs);
      const taken = ids;
      ids = new Set();

      return taken === null || !isNotified ? null : [...taken];
    },
    interrupt: notify,
  };
};
