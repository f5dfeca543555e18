import { DomainError } from '../../domain/decider.js';
import { PoisonMessage } from './errors.js';
import type { ReceivedMessage } from './receivedMessage.js';

/** A piece of a message's effect that has been started. */
export type Effect = Readonly<{ message: ReceivedMessage; done: Promise<unknown> }>;

/**
 * Waits for all effects of a batch. A rule that says no makes its message poison (it names what cannot be);
 * any other failure comes first, since the whole batch is tried again then.
 */
export const settle = async (effects: readonly Effect[]): Promise<void> => {
  const outcomes = await Promise.allSettled(effects.map(({ done }) => done));
  const failures = outcomes.flatMap((outcome, index) => {
    const message = effects[index]?.message;

    return outcome.status === 'rejected' && message !== undefined
      ? [{ message, error: outcome.reason as unknown }]
      : [];
  });
  const sick = failures.find(({ error }) => !(error instanceof DomainError));
  if (sick !== undefined) throw sick.error;
  const [poisoned] = failures;
  if (poisoned?.error instanceof DomainError)
    throw new PoisonMessage(poisoned.message, `${poisoned.error.code}: ${poisoned.error.message}`);
};
