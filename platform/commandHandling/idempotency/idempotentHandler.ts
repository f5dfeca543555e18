import type { Command, Event } from '../../../domain/decider.js';
import { createCommandHandler } from '../handler/commandHandler.js';
import type { CommandHandler, CommandHandlerOptions } from '../handler/options.js';
import type { CommandContext, Handled } from '../types.js';
import {
  codecWithIdempotencyKeys,
  type CommandWithKey,
  type IdempotentRequest,
  isRepeat,
  withIdempotencyKeys,
  type WithIdempotencyKeys,
} from './idempotencyKeys.js';

/** `replayed`: the request was handled before; state and revision are those of now. */
export type IdempotentlyHandled<State, E extends Event> = Handled<State, E> &
  Readonly<{ replayed: boolean }>;

/** A command handler that handles each Idempotency-Key of a context once per stream. */
export type IdempotentHandler<State, C extends Command, E extends Event> = Readonly<{
  handle: (
    id: string,
    command: C,
    context: CommandContext,
  ) => Promise<IdempotentlyHandled<State, E>>;
  /**
   * Returns the result of a request that was handled before, null for any other; for callers that
   * must not look further then.
   */
  repeat: (id: string, context: CommandContext) => Promise<IdempotentlyHandled<State, E> | null>;
}> &
  Pick<CommandHandler<State, C, E>, 'load' | 'stop'>;

export const createIdempotentHandler = <State, C extends Command, E extends Event>(
  options: CommandHandlerOptions<State, C, E>,
): IdempotentHandler<State, C, E> => {
  const handler = createCommandHandler<WithIdempotencyKeys<State>, CommandWithKey<C>, E>(
    withKeys(options),
  );

  return {
    handle: async (id, command, context) => {
      const request = requestOf(context);
      const withKey = request === null ? command : { request, ...command };
      const { state, revision, events } = await handler.handle(id, withKey, context);
      const replayed = request !== null && events.length === 0 && isRepeat(request, state.requests);

      return { state: state.state, revision, events, replayed };
    },
    repeat: async (id, context) => {
      const request = requestOf(context);
      if (request === null) return null;
      const { state, revision } = await handler.load(id, { fresh: true });

      return isRepeat(request, state.requests)
        ? { state: state.state, revision, events: [], replayed: true }
        : null;
    },
    load: async (id, loading) => {
      const { state, revision } = await handler.load(id, loading);

      return { state: state.state, revision };
    },
    stop: handler.stop,
  };
};

/** A key and a fingerprint. */
const bytesOfRequest = 300;

const withKeys = <State, C extends Command, E extends Event>({
  decider,
  snapshots,
  isFinalWithoutRead,
  isFinished,
  bytesOf,
  ...options
}: CommandHandlerOptions<State, C, E>): CommandHandlerOptions<
  WithIdempotencyKeys<State>,
  CommandWithKey<C>,
  E
> => ({
  ...options,
  decider: withIdempotencyKeys(decider),
  ...(snapshots && {
    snapshots: { ...snapshots, codec: codecWithIdempotencyKeys(snapshots.codec) },
  }),
  ...(isFinalWithoutRead && {
    isFinalWithoutRead: (command, { state }) => isFinalWithoutRead(command, state),
  }),
  ...(isFinished && { isFinished: ({ state }) => isFinished(state) }),
  ...(bytesOf && {
    bytesOf: ({ state, requests }) => bytesOf(state) + requests.length * bytesOfRequest,
  }),
});

const requestOf = ({
  idempotencyKey,
  requestFingerprint,
}: CommandContext): IdempotentRequest | null =>
  idempotencyKey === undefined || requestFingerprint === undefined
    ? null
    : { idempotencyKey, requestFingerprint };
