/**
 * What has arrived, in batches: at least one item, at most `max`. While a batch is worked on the next gathers, up to
 * `max`; then the source waits. Ends or throws when the source does, after what had arrived before.
 */
export async function* arrivals<T>(source: AsyncIterable<T>, max: number): AsyncGenerator<T[]> {
  let arrived: T[] = [];
  const news = createBell();
  const room = createBell();
  let isOver = false;

  const gather = async (): Promise<void> => {
    try {
      for await (const item of source) {
        arrived.push(item);
        news.ring();
        while (arrived.length >= max) await room.next();
      }
    } finally {
      isOver = true;
      news.ring();
    }
  };
  const gathering = gather();
  // awaited at the end; until then a failure waits without a listener
  gathering.catch(() => undefined);

  for (;;) {
    while (arrived.length === 0 && !hasEnded()) await news.next();
    if (arrived.length === 0) break;
    const batch = arrived;
    arrived = [];
    room.ring();
    yield batch;
  }
  await gathering;

  function hasEnded(): boolean {
    return isOver;
  }
}

/** Wakes whoever waits; rung while nobody waits, it wakes the next at once. */
const createBell = (): Readonly<{ ring: () => void; next: () => Promise<void> }> => {
  let wake: (() => void) | null = null;
  let rung = false;

  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    next: async () => {
      if (!rung)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      wake = null;
      rung = false;
    },
  };
};
