import type { Command, Event } from '../../../domain/decider.js';
import { TimeoutError, withTimeout } from '../../concurrency/index.js';
import type { IdempotentHandler } from './idempotentHandler.js';

/**
 * Shorter than the gateway's UPSTREAM_TIMEOUT_MS (5 s unless set), since what a request does before
 * and after its command takes time too.
 */
const timeoutMs = 4_000;

/**
 * Returns the same handler for callers whose client does not wait for ever: after 4 s, or when the
 * time of its request is over, `handle` throws DeadlinePassed when nothing was sent, and the
 * command is dropped; else TimeoutError, the outcome is unknown and the command goes on all the
 * same.
 */
export const withCommandTimeout = <State, C extends Command, E extends Event>(
  handler: IdempotentHandler<State, C, E>,
): IdempotentHandler<State, C, E> => ({
  ...handler,
  handle: async (id, command, context) => {
    const { deadline } = context;
    const limitMs = Math.min(timeoutMs, deadline?.leftMs() ?? Infinity);
    try {
      return await withTimeout(
        handler.handle(id, command, context),
        limitMs,
        `The command to ${id}`,
      );
    } catch (error) {
      throw error instanceof TimeoutError && deadline !== undefined ? deadline.giveUp() : error;
    }
  },
});
