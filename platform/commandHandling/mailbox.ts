/**
 * Natural batching: takes what waits, hands it over, and while that is worked on the next batch gathers. No timer: a
 * lone item goes at once, and items put in the same turn of the event loop go together.
 */
export type Mailbox<T> = Readonly<{ put: (item: T) => void; isIdle: () => boolean }>;

/** `work` settles every item of its batch itself and never rejects. */
export const createMailbox = <T>(
  work: (batch: readonly T[]) => Promise<void>,
  maxBatch: number,
): Mailbox<T> => {
  let waiting: T[] = [];
  let isWorking = false;

  const drain = async (): Promise<void> => {
    isWorking = true;
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch);
      waiting = waiting.slice(maxBatch);
      await work(batch);
    }
    isWorking = false;
  };

  return {
    put: (item) => {
      waiting.push(item);
      if (!isWorking) void drain();
    },
    isIdle: () => !isWorking,
  };
};
