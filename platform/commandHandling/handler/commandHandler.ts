import type { Command, Event } from '../../../domain/decider.js';
import { createLimiter, createLru } from '../../concurrency/index.js';
import { once } from '../../process/index.js';
import { createSnapshotting } from '../snapshots/snapshotting.js';
import type { Handled, Loaded } from '../types.js';
import type { CommandRequest } from './decideBatch.js';
import { HandlerBusy } from './handlerBusy.js';
import { commandMetricsOf } from './metrics.js';
import { isIdle, type OpenStream, streamOpener } from './openStream.js';
import type { CommandHandler, CommandHandlerOptions } from './options.js';
import type { StreamState } from './streamState.js';
import { traceCommands } from './traceCommands.js';

/**
 * One writer per stream in this process: commands that wait are decided together on the cached
 * state and appended in one write, and every caller gets its own result. Another process on the
 * same stream costs speed, never correctness.
 */
export const createCommandHandler = <State, C extends Command, E extends Event>(
  options: CommandHandlerOptions<State, C, E>,
): CommandHandler<State, C, E> => {
  const { maxInFlight = 5000 } = options;
  const metrics = commandMetricsOf(options.metrics);
  const snapshotting = createSnapshotting(options.snapshots, options.logger);
  const { streamFor, keepOrForget } = createStreams({ ...options, snapshotting, metrics });
  const inFlight = createLimiter(maxInFlight);
  let isStopped = false;

  const enqueue = (id: string, request: CommandRequest<C>): Promise<Handled<State, E>> =>
    new Promise((resolve, reject) => streamFor(id).batcher.add({ resolve, reject, ...request }));

  return traceCommands<State, C, E>(options.logger, {
    handle: (id, command, context) => {
      const release = isStopped ? null : inFlight.tryAcquire();
      if (release === null) {
        metrics.handled('busy');

        return Promise.reject(new HandlerBusy('Too many commands are in flight'));
      }
      const handled = enqueue(id, { command, context });
      handled.then(release, release);

      return handled;
    },
    load: async (id, { fresh = false } = {}) => {
      const stream = streamFor(id);
      const { state, revision } = await loadFrom(stream.streamState, fresh);
      if (isIdle(stream)) keepOrForget(stream);

      return { state, revision };
    },
    stop: once(async () => {
      isStopped = true;
      await inFlight.whenIdle();
      await snapshotting.whenIdle();
    }),
  });
};

/** Of a stream with a small state. */
const usualBytes = 2_048;

type StreamDeps<State, C extends Command, E extends Event> = Parameters<
  typeof streamOpener<State, C, E>
>[0];

/** The streams in memory. What leaves it is made anew when it is needed. */
const createStreams = <State, C extends Command, E extends Event>(
  deps: StreamDeps<State, C, E>,
) => {
  const { streamOf, cacheSize = 5000, cacheBytes = 256 * 1024 ** 2 } = deps;
  const { bytesOf = () => usualBytes } = deps;
  const keepOrForget = (one: OpenStream<State, C, E>): void => {
    const { stream } = one.streamState;
    if (!isWorthKeeping(one, deps)) streams.delete(stream, one);
    // weighs it again, unless another has taken its place
    else if (streams.get(stream) === one) streams.set(stream, one);
  };
  const open = streamOpener(deps, keepOrForget);
  const streams = createLru<string, OpenStream<State, C, E>>({
    size: cacheSize,
    mayEvict: isIdle,
    weight: {
      atMostBytes: cacheBytes,
      bytesOf: ({ streamState: { known } }) => (known === null ? usualBytes : bytesOf(known.state)),
    },
  });

  return { streamFor: (id: string) => streams.getOrCreate(streamOf(id), open), keepOrForget };
};

const loadFrom = async <State, C extends Command, E extends Event>(
  streamState: StreamState<State, C, E>,
  fresh: boolean,
): Promise<Loaded<State>> => {
  const { known } = streamState;

  return fresh || known === null || known.revision === 'no_stream' ? streamState.catchUp() : known;
};

const isWorthKeeping = <State, C extends Command, E extends Event>(
  { streamState: { known } }: OpenStream<State, C, E>,
  { isFinished = () => false }: Pick<CommandHandlerOptions<State, C, E>, 'isFinished'>,
): boolean => known !== null && known.revision !== 'no_stream' && !isFinished(known.state);
