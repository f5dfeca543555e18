import type { Command, Event } from '../../../domain/decider.js';
import type { Handled } from '../types.js';
import { decideAndAppend, type StreamTarget } from './decideAndAppend.js';
import type { CommandRequest } from './decideBatch.js';
import { toHandled } from './toHandled.js';

/** A command whose caller waits for its outcome. */
export type PendingCommand<State, C, E extends Event> = CommandRequest<C> &
  Readonly<{ resolve: (handled: Handled<State, E>) => void; reject: (error: unknown) => void }>;

/** Decides and appends all of the batch, and resolves or rejects each of its commands. */
export const runBatch = async <State, C extends Command, E extends Event>(
  target: StreamTarget<State, C, E>,
  batch: readonly PendingCommand<State, C, E>[],
): Promise<void> => {
  for (let rest = batch; rest.length > 0;) {
    rest = rest.slice(await runFirst(target, rest));
    await target.conflictBackoff.afterAppend();
  }
};

/** Runs the first commands, as many as one append takes, and returns how many. */
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
      if ('error' in handled) pending[index]?.reject(handled.error);
      else pending[index]?.resolve(handled);
    });

    return appended.decisions.length;
  } catch (error) {
    for (const { reject } of pending) {
      rules.metrics.handled('failed');
      reject(error);
    }

    return pending.length;
  }
};
