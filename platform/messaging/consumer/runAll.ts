import { DomainError } from '../../../domain/decider.js';
import { StreamIncomplete, UndecidableStream, UnreadableEvent } from '../../facts/index.js';
import { isBug } from '../../process/index.js';
import { PoisonMessage, UndecidedMessage } from '../messages/poisonMessage.js';
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
 * Throws PoisonMessage when a rule refuses what a message demands, and UndecidedMessage when its
 * stream cannot be read by this release or a bug prevents the decision: the messages of other
 * streams must not wait for that. Any other failure is thrown first, because the whole batch is
 * retried then.
 */
export const runAll = async (tasks: readonly MessageTask[]): Promise<void> => {
  const failures: Failure[] = [];
  for (let from = 0; from < tasks.length; from += maxConcurrent)
    failures.push(...(await failuresOf(tasks.slice(from, from + maxConcurrent))));

  const poison = failures.map(toPoison);
  const [first, ...others] = new Map(poison.map((one) => [one.received, one])).values();
  if (first === undefined) return;
  first.others = others;
  throw first;
};

/** Throws the error itself when it passes. */
const toPoison = ({ message, error }: Failure): PoisonMessage => {
  if (error instanceof DomainError)
    return new PoisonMessage(message, `${error.code}: ${error.message}`);
  if (error instanceof UnreadableEvent || error instanceof StreamIncomplete)
    return new UndecidedMessage(message, `STREAM_UNREADABLE: ${error.message}`, error.stream);
  if (error instanceof UndecidableStream)
    return new UndecidedMessage(message, String(error.cause), error.stream);
  if (isBug(error)) return new UndecidedMessage(message, String(error), null);
  throw error;
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
