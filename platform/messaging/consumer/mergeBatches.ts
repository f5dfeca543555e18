/** How many messages of an entry were handled, counted from its start, and why it went no further. */
export type Outcome = Readonly<{ handled: number; error?: unknown }>;

type Entry<M> = { messages: readonly M[]; handled: number; error?: unknown };

type Part<M> = Readonly<{ entry: Entry<M>; messages: readonly M[] }>;

/**
 * Merges what is submitted in the same turn of the event loop (all partitions of one fetch), or
 * while a batch is at work, into batches of at most `maxBatch` messages: no timer, no added wait.
 * When a merged batch fails, each partition's part is tried alone, so that one sick partition holds up no other.
 */
export const gatherBatches = <M>(
  handle: (messages: readonly M[]) => Promise<void>,
  maxBatch: number,
) => {
  let waiting: { entry: Entry<M>; resolve: (outcome: Outcome) => void }[] = [];
  let working = false;

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      await handleEntries(
        taken.map(({ entry }) => entry),
        { handle, maxBatch },
      );
      for (const { entry, resolve } of taken) resolve(entry);
    }
    working = false;
  };

  return (messages: readonly M[]): Promise<Outcome> =>
    new Promise((resolve) => {
      waiting.push({ entry: { messages, handled: 0 }, resolve });
      if (!working) {
        working = true;
        queueMicrotask(() => void work());
      }
    });
};

type Work<M> = Readonly<{ handle: (messages: readonly M[]) => Promise<void>; maxBatch: number }>;

const handleEntries = async <M>(entries: Entry<M>[], work: Work<M>): Promise<void> => {
  for (const parts of toBatches(entries, work.maxBatch)) {
    const open = parts.filter(({ entry }) => !('error' in entry));
    if (open.length === 0) continue;
    if ((await attempt(open, work)) || open.length === 1) continue;
    for (const part of open) {
      delete part.entry.error;
      await attempt([part], work);
    }
  }
};

const attempt = async <M>(parts: readonly Part<M>[], { handle }: Work<M>): Promise<boolean> => {
  try {
    await handle(parts.flatMap(({ messages }) => messages));
    for (const { entry, messages } of parts) entry.handled += messages.length;

    return true;
  } catch (error) {
    for (const { entry } of parts) entry.error = error;

    return false;
  }
};

const toBatches = <M>(entries: readonly Entry<M>[], maxBatch: number): Part<M>[][] => {
  const batches: Part<M>[][] = [];
  let room = 0;
  for (const entry of entries)
    for (let from = 0; from < entry.messages.length; from += maxBatch) {
      const part = { entry, messages: entry.messages.slice(from, from + maxBatch) };
      if (part.messages.length > room) {
        batches.push([]);
        room = maxBatch;
      }
      batches.at(-1)?.push(part);
      room -= part.messages.length;
    }

  return batches;
};
