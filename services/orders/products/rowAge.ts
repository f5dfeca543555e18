import type { EventStore } from '../../../platform/eventStore/index.js';

export type RowAge = Readonly<{
  /** Reads the end of the log. Rejects with EventStoreUnavailable. */
  sample: () => Promise<void>;
  /**
   * Returns the latest time, on the monotonic clock in milliseconds, of which it is known that rows
   * at this checkpoint hold every event that was there then; -Infinity when none is known.
   */
  asOf: (checkpoint: bigint | null) => number;
}>;

/** At 10 ms from one to the next they reach back for more than a second. */
const samplesKept = 128;

/**
 * Dates rows of the read model: whoever has read the end of the log at a known time knows that a
 * checkpoint beyond it is at least as young. A projector that is some milliseconds behind all the
 * time is so told from one that stands still.
 */
export const createRowAge = (eventStore: Pick<EventStore, 'headPosition'>): RowAge => {
  let newestFirst: readonly Readonly<{ head: bigint; readAt: number }>[] = [];

  return {
    sample: async () => {
      const readAt = performance.now();
      const head = await eventStore.headPosition();
      newestFirst = [{ head, readAt }, ...newestFirst].slice(0, samplesKept);
    },
    asOf: (checkpoint) =>
      newestFirst.find(({ head }) => checkpoint !== null && head <= checkpoint)?.readAt ??
      -Infinity,
  };
};
