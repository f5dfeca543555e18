import type { Command, Event } from '../../../domain/decider.js';
import { withTimeout } from '../../concurrency/index.js';
import type { IdempotentHandler } from './idempotentHandler.js';

/**
 * Shorter than the gateway's UPSTREAM_TIMEOUT_MS (5 s unless set), since what a request does before
 * and after its command takes time too.
 */
const timeoutMs = 4_000;

/**
 * Returns the same handler for callers whose client does not wait for ever: after 4 s `handle`
 * throws TimeoutError, and the outcome is unknown. The command itself goes on all the same.
 */
export const withCommandTimeout = <State, C extends Command, E extends Event>(
  handler: IdempotentHandler<State, C, E>,
): IdempotentHandler<State, C, E> => ({
  ...handler,
  handle: (id, command, context) =>
    withTimeout(handler.handle(id, command, context), timeoutMs, `The command to ${id}`),
});
