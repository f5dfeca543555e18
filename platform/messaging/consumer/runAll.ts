import { DomainError } from '../../../domain/decider.js';
import { PoisonMessage } from '../client/errors.js';
import type { ReceivedMessage } from '../messages/receivedMessage.js';

/** A piece of what a message causes. */
export type Effect = Readonly<{ message: ReceivedMessage; begin: () => Promise<unknown> }>;

type Failure = Readonly<{ message: ReceivedMessage; error: unknown }>;

// A message may have 50 lines, a batch 500 messages: more at once than a command handler lets wait.
const mostAtOnce = 1_000;

/**
 * Begins the effects of a batch at once, so that those on one stream meet in its mailbox, and waits for all. A rule
 * that says no makes its message poison (it names what cannot be); any other failure comes first, since the whole
 * batch is tried again then.
 */
export const settle = async (effects: readonly Effect[]): Promise<void> => {
  const failures: Failure[] = [];
  for (let from = 0; from < effects.length; from += mostAtOnce)
    failures.push(...(await failuresOf(effects.slice(from, from + mostAtOnce))));

  const sick = failures.find(({ error }) => !(error instanceof DomainError));
  if (sick !== undefined) throw sick.error;
  const [poisoned] = failures;
  if (poisoned?.error instanceof DomainError)
    throw new PoisonMessage(poisoned.message, `${poisoned.error.code}: ${poisoned.error.message}`);
};

const failuresOf = async (effects: readonly Effect[]): Promise<Failure[]> => {
  const outcomes = await Promise.all(
    effects.map(async ({ message, begin }) => {
      try {
        await begin();

        return null;
      } catch (error) {
        return { message, error };
      }
    }),
  );

  return outcomes.filter((outcome) => outcome !== null);
};
