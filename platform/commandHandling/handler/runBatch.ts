import type { Command, Event } from '../../../domain/decider.js';
import { DeadlinePassed, TimeoutError } from '../../concurrency/index.js';
import type { Handled } from '../types.js';
import { decideAndAppend, type StreamTarget } from './decideAndAppend.js';
import type { CommandRequest } from './decideBatch.js';
import { toHandled } from './toHandled.js';

/** A command whose caller waits for its outcome. */
export type PendingCommand<State, C, E extends Event> = CommandRequest<C> &
  Readonly<{ resolve: (handled: Handled<State, E>) => void; reject: (error: unknown) => void }>;

/**
 * Decides and appends all of the batch, and resolves or rejects each of its commands. Those whose
 * callers do not wait any more are dropped before they are decided.
 */
export const runBatch = async <State, C extends Command, E extends Event>(
  target: StreamTarget<State, C, E>,
  batch: readonly PendingCommand<State, C, E>[],
): Promise<void> => {
  for (let rest = dropLate(target, batch); rest.length > 0;) {
    const count = await runFirst(target, rest);
    await target.conflictBackoff.afterAppend();
    rest = dropLate(target, rest.slice(count));
  }
};

const dropLate = <State, C extends Command, E extends Event>(
  { rules }: StreamTarget<State, C, E>,
  pending: readonly PendingCommand<State, C, E>[],
): readonly PendingCommand<State, C, E>[] =>
  pending.filter(({ context: { deadline }, reject }) => {
    if (deadline?.hasPassed() !== true) return true;
    rules.metrics.handled('late');
    reject(deadline.giveUp());

    return false;
  });

const isOfADeadline = (error: unknown): boolean =>
  error instanceof DeadlinePassed || error instanceof TimeoutError;

/**
 * Runs the first commands, as many as one append takes, and returns how many: none when the time
 * of one of them was over before the append.
 */
const runFirst = async <State, C extends Command, E extends Event>(
  target: StreamTarget<State, C, E>,
  pending: readonly PendingCommand<State, C, E>[],
): Promise<number> => {
  const { rules, streamState } = target;
  try {
    const appended = await decideAndAppend(target, pending);
    appended.decisions.forEach((decision, index) => {
      const handled = toHandled<State, E>(appended, streamState.stream, decision);
      rules.metrics.handled(decision.kind);
      if ('error' in handled) {
        rules.noteError(handled.error);
        pending[index]?.reject(handled.error);
      } else pending[index]?.resolve(handled);
    });

    return appended.decisions.length;
  } catch (error) {
    if (isOfADeadline(error) && pending.some(({ context }) => context.deadline?.hasPassed()))
      return 0;
    for (const { reject } of pending) {
      rules.metrics.handled('failed');
      reject(error);
    }

    return pending.length;
  }
};
