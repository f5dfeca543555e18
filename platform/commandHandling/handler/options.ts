import type { Command, Decider, Event } from '../../../domain/decider.js';
import type { EventShapes } from '../../../domain/eventShapes.js';
import type { EventStore } from '../../eventStore/index.js';
import type { Logger } from '../../logging/index.js';
import type { Metrics } from '../../metrics/index.js';
import type { SnapshotOptions } from '../snapshots/snapshotting.js';
import type { CommandContext, Handled, Loaded } from '../types.js';

export type CommandHandler<State, C extends Command, E extends Event> = Readonly<{
  /**
   * Decides and appends. Throws the decider's DomainError, HandlerBusy (nothing was written),
   * OutcomeUnknown (it may be written; repeating it with the same command id tells),
   * EventStoreUnavailable, UnreadableEvent or StreamIncomplete (nothing was written).
   */
  handle: (id: string, command: C, context: CommandContext) => Promise<Handled<State, E>>;
  /**
   * Returns the state as this process knows it; `fresh` reads what others appended since. Nothing
   * is cached of a missing stream. Throws EventStoreUnavailable, UnreadableEvent or
   * StreamIncomplete.
   */
  load: (id: string, options?: Readonly<{ fresh?: boolean }>) => Promise<Loaded<State>>;
  /** Refuses new commands and waits for those in flight. */
  stop: () => Promise<void>;
}>;

export type CommandHandlerOptions<State, C extends Command, E extends Event> = Readonly<{
  eventStore: EventStore;
  decider: Decider<State, C, E>;
  /** What may lie in the streams, and the versions that events are written with. */
  eventShapes: EventShapes<E>;
  /** Returns the stream of an aggregate's id. */
  streamOf: (id: string) => string;
  logger: Logger;
  metrics?: Metrics;
  snapshots?: SnapshotOptions<State>;
  /**
   * True when "nothing to do" cannot become wrong by events that this process has not seen, such as
   * a stale repeat.
   */
  isFinalWithoutRead?: (command: C, state: State) => boolean;
  /**
   * True for a command that begins a stream: where nothing is known of it, it is decided as if
   * there were none yet, without a read. The expected revision says whether that was so.
   */
  startsStream?: (command: C) => boolean;
  /**
   * True for a state that hardly any command follows: its stream is forgotten, like one that is
   * missing.
   */
  isFinished?: (state: State) => boolean;
  /**
   * Other streams that stay in memory: at least so many, and at most twice as many idle ones. Fewer
   * where their states weigh more than `cacheBytes`.
   */
  cacheSize?: number;
  /** What the states of idle streams may weigh together; 256 MiB by default. */
  cacheBytes?: number;
  /** Returns about how many bytes a state takes; without it each counts as 2 KiB. */
  bytesOf?: (state: State) => number;
  /** Commands decided for one append. */
  maxBatch?: number;
  /** Commands in flight at most, over all streams; beyond that `handle` throws HandlerBusy. */
  maxInFlight?: number;
}>;
