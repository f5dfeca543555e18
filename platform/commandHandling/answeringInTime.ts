import type { Command, Event } from '../../domain/decider.js';
import { withTimeout } from '../concurrency/index.js';
import type { IdempotentHandler } from './idempotentHandler.js';

/** Milliseconds; the gateway waits for 5 s, and what a request does before and after its command takes time too. */
const patience = 4_000;

/**
 * The same handler for callers whose client does not wait for ever: after 4 s `handle` rejects with TimeoutError, and
 * the outcome is unknown. The command itself goes on, as surely as for those who do wait.
 */
export const answeringInTime = <State, C extends Command, E extends Event>(
  handler: IdempotentHandler<State, C, E>,
): IdempotentHandler<State, C, E> => ({
  ...handler,
  handle: (id, command, context) =>
    withTimeout(handler.handle(id, command, context), patience, `The command to ${id}`),
});
