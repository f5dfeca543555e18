import type { Command, Event } from '../../domain/decider.js';
import { once } from '../lifecycle/index.js';
import { answerOf } from './answer.js';
import { createCourtesy } from './courtesy.js';
import { HandlerBusy } from './errors.js';
import { createLeastRecentlyUsed } from './leastRecentlyUsed.js';
import { createMailbox, type Mailbox } from './mailbox.js';
import { commandMetricsOf } from './metrics.js';
import { createSnapshotting } from './snapshotting.js';
import { createStreamState, type StreamState } from './streamState.js';
import { decideAndAppend, type Writer } from './streamWriter.js';
import { createWaitingRoom } from './waitingRoom.js';
import type { Request } from './decideBatch.js';
import type { CommandHandler, CommandHandlerOptions, Handled, Loaded } from './types.js';

type Waiting<State, C, E extends Event> = Request<C> &
  Readonly<{ resolve: (handled: Handled<State, E>) => void; reject: (error: unknown) => void }>;

type Stream<State, C, E extends Event> = Readonly<{
  mailbox: Mailbox<Waiting<State, C, E>>;
  streamState: StreamState<State>;
}>;

/**
 * One writer per stream in this process: commands that wait are decided together on the cached state and appended in
 * one write, and every caller gets its own answer. Another process on the same stream costs speed, never correctness.
 */
export const createCommandHandler = <State, C extends Command, E extends Event>(
  options: CommandHandlerOptions<State, C, E>,
): CommandHandler<State, C, E> => {
  const { streamOf, cacheSize = 5000, maxQueue = 5000 } = options;
  const metrics = commandMetricsOf(options.metrics);
  const snapshotting = createSnapshotting(options.snapshots, options.logger);
  const streams = createLeastRecentlyUsed<Stream<State, C, E>>(cacheSize, isIdle);
  const streamAt = (stream: string) =>
    streams.get(stream, () => {
      const streamState = createStreamState({ snapshotting, stream, ...options });

      return { streamState, mailbox: mailboxOf(options, { stream, streamState, metrics }) };
    });
  const waiting = createWaitingRoom(maxQueue);
  let isStopped = false;

  const wait = (id: string, request: Request<C>): Promise<Handled<State, E>> => {
    const handled = new Promise<Handled<State, E>>((resolve, reject) =>
      streamAt(streamOf(id)).mailbox.put({ resolve, reject, ...request }),
    );
    waiting.add(handled);

    return handled;
  };

  return {
    handle: (id, command, context) => {
      if (!isStopped && !waiting.isFull()) return wait(id, { command, context });
      metrics.handled('busy');

      return Promise.reject(new HandlerBusy('Too many commands wait for their turn'));
    },
    load: async (id, { fresh = false } = {}) => {
      const stream = streamAt(streamOf(id));
      const loaded = await loadFrom(stream.streamState, fresh);
      if (loaded.revision === 'no_stream' && isIdle(stream)) streams.delete(streamOf(id));

      return loaded;
    },
    stop: once(async () => {
      isStopped = true;
      await waiting.emptied();
      await snapshotting.settled();
    }),
  };
};

const loadFrom = async <State>(
  streamState: StreamState<State>,
  fresh: boolean,
): Promise<Loaded<State>> => {
  const known = streamState.known();

  return fresh || known === null || known.revision === 'no_stream' ? streamState.catchUp() : known;
};

const isIdle = ({ mailbox }: Readonly<{ mailbox: { isIdle: () => boolean } }>): boolean =>
  mailbox.isIdle();

const mailboxOf = <State, C extends Command, E extends Event>(
  {
    eventStore,
    decider,
    isFinalWithoutRead = () => false,
    startsStream = () => false,
    maxBatch = 256,
  }: CommandHandlerOptions<State, C, E>,
  own: Pick<Writer<State, C, E>, 'stream' | 'streamState' | 'metrics'>,
): Mailbox<Waiting<State, C, E>> => {
  const courtesy = createCourtesy();
  const writer = { eventStore, decider, isFinalWithoutRead, startsStream, courtesy, ...own };

  return createMailbox(async (batch) => {
    for (let rest = batch; rest.length > 0;) {
      rest = rest.slice(await settleSome(writer, rest));
      await courtesy.letOthersGoFirst();
    }
  }, maxBatch);
};

/** Settles the first requests, as many as one append took, and says how many. */
const settleSome = async <State, C extends Command, E extends Event>(
  writer: Writer<State, C, E>,
  waiting: readonly Waiting<State, C, E>[],
): Promise<number> => {
  try {
    const written = await decideAndAppend(writer, waiting);
    written.decisions.forEach((decision, index) => {
      const answer = answerOf<State, E>(written, writer.stream, decision);
      writer.metrics.handled(decision.kind);
      if ('error' in answer) waiting[index]?.reject(answer.error);
      else waiting[index]?.resolve(answer);
    });

    return written.decisions.length;
  } catch (error) {
    for (const { reject } of waiting) {
      writer.metrics.handled('failed');
      reject(error);
    }

    return waiting.length;
  }
};
