import { createBatcher } from '../../concurrency/index.js';

/** How many messages of a submission were handled, counted from its start, and why not more. */
export type Outcome = Readonly<{ handled: number; error?: unknown }>;

type Submission<M> = { messages: readonly M[]; handled: number; error?: unknown };

type Part<M> = Readonly<{ submission: Submission<M>; messages: readonly M[] }>;

type Work<M> = Readonly<{ handle: (messages: readonly M[]) => Promise<void>; maxBatch: number }>;

/**
 * Merges what is submitted in the same turn of the event loop (all partitions of one fetch), or
 * while a batch is being handled, into batches of at most `maxBatch` messages. When a merged batch
 * fails, the part of each partition is tried alone, so that a failing partition holds up no other.
 */
export const mergeBatches = <M>(handle: Work<M>['handle'], maxBatch: number) =>
  createBatcher<readonly M[], Outcome>({
    work: async (submitted) => {
      const submissions = submitted.map((messages) => ({ messages, handled: 0 }));
      await handleSubmissions(submissions, { handle, maxBatch });

      return submissions;
    },
  });

const handleSubmissions = async <M>(
  submissions: readonly Submission<M>[],
  work: Work<M>,
): Promise<void> => {
  for (const parts of toBatches(submissions, work.maxBatch)) {
    const open = parts.filter(({ submission }) => !('error' in submission));
    if (open.length === 0) continue;
    if ((await attempt(open, work)) || open.length === 1) continue;
    for (const part of open) {
      delete part.submission.error;
      await attempt([part], work);
    }
  }
};

const attempt = async <M>(parts: readonly Part<M>[], { handle }: Work<M>): Promise<boolean> => {
  try {
    await handle(parts.flatMap(({ messages }) => messages));
    for (const { submission, messages } of parts) submission.handled += messages.length;

    return true;
  } catch (error) {
    for (const { submission } of parts) submission.error = error;

    return false;
  }
};

const toBatches = <M>(submissions: readonly Submission<M>[], maxBatch: number): Part<M>[][] => {
  const batches: Part<M>[][] = [];
  let room = 0;
  for (const submission of submissions)
    for (let from = 0; from < submission.messages.length; from += maxBatch) {
      const part = { submission, messages: submission.messages.slice(from, from + maxBatch) };
      if (part.messages.length > room) {
        batches.push([]);
        room = maxBatch;
      }
      batches.at(-1)?.push(part);
      room -= part.messages.length;
    }

  return batches;
};
