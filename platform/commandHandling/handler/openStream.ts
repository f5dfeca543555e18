import type { Command, Event } from '../../../domain/decider.js';
import { Batcher } from '../../concurrency/index.js';
import { createFactReader, createUnreadableLog, createVersionOf } from '../../facts/index.js';
import type { Snapshotting } from '../snapshots/snapshotting.js';
import { ConflictBackoff } from './conflictBackoff.js';
import type { StreamRules } from './decideAndAppend.js';
import type { CommandMetrics } from './metrics.js';
import type { CommandHandlerOptions } from './options.js';
import { type PendingCommand, runBatch } from './runBatch.js';
import { StreamState } from './streamState.js';

/** A stream in memory: the commands that wait for it, and its state. */
export type OpenStream<State, C extends Command, E extends Event> = Readonly<{
  batcher: Batcher<PendingCommand<State, C, E>>;
  streamState: StreamState<State, C, E>;
}>;

/** Whether nobody waits for the stream: no command, and no reader. */
export const isIdle = ({ batcher, streamState }: StreamUse): boolean =>
  batcher.isIdle && !streamState.isRead;

type StreamUse = Readonly<{ batcher: { isIdle: boolean }; streamState: { isRead: boolean } }>;

type Deps<State, C extends Command, E extends Event> = Omit<
  CommandHandlerOptions<State, C, E>,
  'metrics'
> &
  Readonly<{ snapshotting: Snapshotting<State>; metrics: CommandMetrics }>;

/** Makes once what all streams share. Returns a function that makes the rest for one of them. */
export const streamOpener = <State, C extends Command, E extends Event>(
  {
    eventStore,
    decider,
    eventShapes,
    logger,
    snapshotting,
    metrics,
    isFinalWithoutRead = () => false,
    startsStream = () => false,
    maxBatch = 256,
  }: Deps<State, C, E>,
  onDrained: (stream: OpenStream<State, C, E>) => void,
): ((name: string) => OpenStream<State, C, E>) => {
  const toFact = createFactReader(eventShapes);
  const noteError = createUnreadableLog(logger);
  const noteLost = (stream: string) =>
    logger.warn({ stream }, 'the event store was restored from an older copy, or is another');
  const deps = { eventStore, decider, toFact, noteError, noteLost, snapshotting };
  const batching = { maxBatch };
  const rules: StreamRules<State, C, E> = {
    eventStore,
    decider,
    versionOf: createVersionOf(eventShapes),
    metrics,
    noteError,
    isFinalWithoutRead,
    startsStream,
  };

  return (name) => {
    const streamState = new StreamState(deps, name);
    const target = { rules, streamState, conflictBackoff: new ConflictBackoff() };
    const batcher = new Batcher<PendingCommand<State, C, E>>(async (batch) => {
      await runBatch(target, batch);
      if (batcher.waiting.length === 0) onDrained(stream);
    }, batching);
    const stream = { batcher, streamState };

    return stream;
  };
};
