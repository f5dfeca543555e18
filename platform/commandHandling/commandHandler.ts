import type { Command, Event } from '../../domain/decider.js';
import { Batcher, createLru } from '../concurrency/index.js';
import { once } from '../process/index.js';
import { answerOf } from './answer.js';
import { Courtesy } from './courtesy.js';
import { HandlerBusy } from './errors.js';
import { commandMetricsOf, type CommandMetrics } from './metrics.js';
import { createSnapshotting, type Snapshotting } from './snapshotting.js';
import { StreamState } from './streamState.js';
import { decideAndAppend, type Rules, type Writer } from './streamWriter.js';
import { createWaitingRoom } from './waitingRoom.js';
import type { Request } from './decideBatch.js';
import type { CommandHandler, CommandHandlerOptions, Handled, Loaded } from './types.js';

type Waiting<State, C, E extends Event> = Request<C> &
  Readonly<{ resolve: (handled: Handled<State, E>) => void; reject: (error: unknown) => void }>;

type Stream<State, C extends Command, E extends Event> = Readonly<{
  batcher: Batcher<Waiting<State, C, E>>;
  streamState: StreamState<State, C, E>;
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
  const forgetFinished = (stream: Stream<State, C, E>): void => {
    if (!isWorthKeeping(stream, options)) streams.delete(stream.streamState.stream, stream);
  };
  const open = openingOf({ ...options, snapshotting, metrics }, forgetFinished);
  const streams = createLru<string, Stream<State, C, E>>({ size: cacheSize, mayEvict: isIdle });
  const streamFor = (id: string) => streams.getOrCreate(streamOf(id), open);
  const waiting = createWaitingRoom(maxQueue);
  let isStopped = false;

  const wait = (id: string, request: Request<C>): Promise<Handled<State, E>> => {
    const handled = new Promise<Handled<State, E>>((resolve, reject) =>
      streamFor(id).batcher.add({ resolve, reject, ...request }),
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
      const stream = streamFor(id);
      const loaded = await loadFrom(stream.streamState, fresh);
      if (isIdle(stream)) forgetFinished(stream);

      return loaded;
    },
    stop: once(async () => {
      isStopped = true;
      await waiting.emptied();
      await snapshotting.settled();
    }),
  };
};

const loadFrom = async <State, C extends Command, E extends Event>(
  streamState: StreamState<State, C, E>,
  fresh: boolean,
): Promise<Loaded<State>> => {
  const { known } = streamState;

  return fresh || known === null || known.revision === 'no_stream' ? streamState.catchUp() : known;
};

const isWorthKeeping = <State, C extends Command, E extends Event>(
  { streamState: { known } }: Stream<State, C, E>,
  { isFinished = () => false }: Pick<CommandHandlerOptions<State, C, E>, 'isFinished'>,
): boolean => known !== null && known.revision !== 'no_stream' && !isFinished(known.state);

const isIdle = ({ batcher }: Readonly<{ batcher: { isIdle: boolean } }>): boolean => batcher.isIdle;

type Means<State, C extends Command, E extends Event> = Omit<
  CommandHandlerOptions<State, C, E>,
  'metrics'
> &
  Readonly<{ snapshotting: Snapshotting<State>; metrics: CommandMetrics }>;

/** What is made once for all streams, and a function that makes the rest for one. */
const openingOf = <State, C extends Command, E extends Event>(
  {
    eventStore,
    decider,
    snapshotting,
    metrics,
    isFinalWithoutRead = () => false,
    startsStream = () => false,
    maxBatch = 256,
  }: Means<State, C, E>,
  forgetFinished: (stream: Stream<State, C, E>) => void,
) => {
  const sources = { eventStore, decider, snapshotting };
  const batching = { maxBatch };
  const rules: Rules<State, C, E> = {
    eventStore,
    decider,
    metrics,
    isFinalWithoutRead,
    startsStream,
  };

  return (name: string): Stream<State, C, E> => {
    const streamState = new StreamState(sources, name);
    const writer = { rules, streamState, courtesy: new Courtesy() };
    const batcher = new Batcher<Waiting<State, C, E>>(async (batch) => {
      await settle(writer, batch);
      if (batcher.waiting.length === 0) forgetFinished(stream);
    }, batching);
    const stream = { batcher, streamState };

    return stream;
  };
};

const settle = async <State, C extends Command, E extends Event>(
  writer: Writer<State, C, E>,
  batch: readonly Waiting<State, C, E>[],
): Promise<void> => {
  for (let rest = batch; rest.length > 0;) {
    rest = rest.slice(await settleSome(writer, rest));
    await writer.courtesy.letOthersGoFirst();
  }
};

/** Settles the first requests, as many as one append took, and says how many. */
const settleSome = async <State, C extends Command, E extends Event>(
  writer: Writer<State, C, E>,
  waiting: readonly Waiting<State, C, E>[],
): Promise<number> => {
  const { rules, streamState } = writer;
  try {
    const written = await decideAndAppend(writer, waiting);
    written.decisions.forEach((decision, index) => {
      const answer = answerOf<State, E>(written, streamState.stream, decision);
      rules.metrics.handled(decision.kind);
      if ('error' in answer) waiting[index]?.reject(answer.error);
      else waiting[index]?.resolve(answer);
    });

    return written.decisions.length;
  } catch (error) {
    for (const { reject } of waiting) {
      rules.metrics.handled('failed');
      reject(error);
    }

    return waiting.length;
  }
};
