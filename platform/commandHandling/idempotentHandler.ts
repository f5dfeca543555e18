import type { Command, Event } from '../../domain/decider.js';
import { createCommandHandler } from './commandHandler.js';
import {
  isRepeat,
  type Keyed,
  type KeyedRequest,
  type Remembering,
  remembering,
  rememberingCodec,
} from './remembering.js';
import type { CommandContext, CommandHandler, CommandHandlerOptions, Handled } from './types.js';

/** `replayed`: the request's key was answered before; state and revision are those of now. */
export type IdempotentlyHandled<State, E extends Event> = Handled<State, E> &
  Readonly<{ replayed: boolean }>;

/** A command handler that answers each Idempotency-Key of a context once per stream. */
export type IdempotentHandler<State, C extends Command, E extends Event> = Readonly<{
  handle: (
    id: string,
    command: C,
    context: CommandContext,
  ) => Promise<IdempotentlyHandled<State, E>>;
  /** The answer to a request whose key was answered before, null for any other; for what must not look further. */
  repeat: (id: string, context: CommandContext) => Promise<IdempotentlyHandled<State, E> | null>;
}> &
  Pick<CommandHandler<State, C, E>, 'load' | 'stop'>;

export const createIdempotentHandler = <State, C extends Command, E extends Event>(
  options: CommandHandlerOptions<State, C, E>,
): IdempotentHandler<State, C, E> => {
  const handler = createCommandHandler<Remembering<State>, Keyed<C>, E>(toRemembering(options));

  return {
    handle: async (id, command, context) => {
      const request = requestOf(context);
      const keyed = request === null ? command : { request, ...command };
      const { state, revision, events } = await handler.handle(id, keyed, context);
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

const toRemembering = <State, C extends Command, E extends Event>({
  decider,
  snapshots,
  isFinalWithoutRead,
  isFinished,
  ...options
}: CommandHandlerOptions<State, C, E>): CommandHandlerOptions<Remembering<State>, Keyed<C>, E> => ({
  ...options,
  decider: remembering(decider),
  ...(snapshots && { snapshots: { ...snapshots, codec: rememberingCodec(snapshots.codec) } }),
  ...(isFinalWithoutRead && {
    isFinalWithoutRead: (command, { state }) => isFinalWithoutRead(command, state),
  }),
  ...(isFinished && { isFinished: ({ state }) => isFinished(state) }),
});

const requestOf = ({ idempotencyKey, requestFingerprint }: CommandContext): KeyedRequest | null =>
  idempotencyKey === undefined || requestFingerprint === undefined
    ? null
    : { idempotencyKey, requestFingerprint };
