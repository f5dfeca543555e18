import { createSignal } from './signal.js';

type Options = Readonly<{
  /** Items in one batch at most. */
  maxBatch: number;
  /** In milliseconds: after so long without an item comes an empty batch. Without it none does. */
  idleMs?: number;
}>;

/**
 * Returns what a source yields in batches. While a batch is worked on the next one is collected, up
 * to `maxBatch`; then the source waits. Ends or throws when the source does, after what came
 * before.
 */
export async function* asyncBatches<T>(
  source: AsyncIterable<T>,
  { maxBatch, idleMs }: Options,
): AsyncGenerator<T[]> {
  let collected: T[] = [];
  const added = createSignal();
  const taken = createSignal();
  let isOver = false;

  const collect = async (): Promise<void> => {
    try {
      for await (const item of source) {
        collected.push(item);
        added.notify();
        while (collected.length >= maxBatch) await taken.wait();
      }
    } finally {
      isOver = true;
      added.notify();
    }
  };
  const collecting = collect();
  // awaited at the end; until then a failure waits without a listener
  collecting.catch(() => undefined);

  const hasEnded = (): boolean => isOver;
  const waitForItems = async (): Promise<void> => {
    while (collected.length === 0 && !isOver) if (!(await added.wait(idleMs))) return;
  };

  for (;;) {
    await waitForItems();
    if (collected.length === 0 && hasEnded()) break;
    const batch = collected;
    collected = [];
    taken.notify();
    yield batch;
  }
  await collecting;
}
