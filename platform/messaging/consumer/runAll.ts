import { DomainError } from '../../../domain/decider.js';
import { StreamIncomplete, UnreadableEvent } from '../../facts/index.js';
import { PoisonMessage } from '../messages/poisonMessage.js';
import type { ReceivedMessage } from '../messages/receivedMessage.js';

/**
 * One command, or alike, that a message causes. `run` starts it and resolves when its effect is
 * durable.
 */
export type MessageTask = Readonly<{ message: ReceivedMessage; run: () => Promise<unknown> }>;

type Failure = Readonly<{ message: ReceivedMessage; error: unknown }>;

// A message may have 50 lines, a batch 500 messages: more at once than a command handler lets wait.
const maxConcurrent = 1_000;

/**
 * Runs the tasks of a batch concurrently, so that those on one stream are decided in one append.
 * Throws PoisonMessage when a rule refuses what a message demands, or its stream cannot be read by
 * this release: the messages of other streams must not wait for that. Any other failure is thrown
 * first, because the whole batch is retried then.
 */
export const runAll = async (tasks: readonly MessageTask[]): Promise<void> => {
  const failures: Failure[] = [];
  for (let from = 0; from < tasks.length; from += maxConcurrent)
    failures.push(...(await failuresOf(tasks.slice(from, from + maxConcurrent))));

  const unexpected = failures.find(({ error }) => reasonOf(error) === null);
  if (unexpected !== undefined) throw unexpected.error;
  const [refused] = failures;
  if (refused !== undefined)
    throw new PoisonMessage(refused.message, reasonOf(refused.error) ?? 'refused');
};

/** Returns why trying again would give the same; null for what passes. */
const reasonOf = (error: unknown): string | null => {
  if (error instanceof DomainError) return `${error.code}: ${error.message}`;

  return error instanceof UnreadableEvent || error instanceof StreamIncomplete
    ? `STREAM_UNREADABLE: ${error.message}`
    : null;
};

const failuresOf = async (tasks: readonly MessageTask[]): Promise<Failure[]> => {
  const outcomes = await Promise.all(
    tasks.map(async ({ message, run }) => {
      try {
        await run();

        return null;
      } catch (error) {
        return { message, error };
      }
    }),
  );

  return outcomes.filter((outcome) => outcome !== null);
};
