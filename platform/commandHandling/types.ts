import type { Command, Decider, Event } from '../../domain/decider.js';
import type { EventStore, StoredEvent, StreamRevision } from '../eventStore/index.js';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import type { SnapshotCodec } from './snapshotCodec.js';
import type { SnapshotStore } from './snapshots.js';

/** Where a command comes from. `commandId` is made once and stays the same in every retry. */
export type CommandContext = Readonly<{
  commandId: string;
  correlationId: string;
  /** The message or command behind this one; the command itself when absent. */
  causationId?: string;
  userId: string | null;
  requestId: string | null;
  traceparent: string | null;
  idempotencyKey?: string;
  requestFingerprint?: string;
}>;

/** A state and the revision of the last event in it. */
export type Loaded<State> = Readonly<{ state: State; revision: StreamRevision }>;

/**
 * What a command did: its own events ([] when there was nothing to do), and the state and revision after them.
 * The events' `position` is that of the append's last event: at or after their own.
 */
export type Handled<State, E extends Event> = Loaded<State> &
  Readonly<{ events: StoredEvent<E>[] }>;

export type CommandHandler<State, C extends Command, E extends Event> = Readonly<{
  /**
   * Decides and appends. Rejects with the decider's DomainError, HandlerBusy (nothing was written), OutcomeUnknown
   * (it may be written; the same command id settles it) or EventStoreUnavailable (nothing was written).
   */
  handle: (id: string, command: C, context: CommandContext) => Promise<Handled<State, E>>;
  /** The state as this process knows it; `fresh` reads what others appended since. Nothing is cached of a missing stream. */
  load: (id: string, options?: Readonly<{ fresh?: boolean }>) => Promise<Loaded<State>>;
  /** Refuses new commands and waits for those under way. */
  stop: () => Promise<void>;
}>;

export type SnapshotOptions<State> = Readonly<{
  store: SnapshotStore;
  codec: SnapshotCodec<State>;
  /** Events from one snapshot to the next, at least. */
  every?: number;
  /** Entries of a part at most. */
  partSize?: number;
}>;

export type CommandHandlerOptions<State, C extends Command, E extends Event> = Readonly<{
  eventStore: EventStore;
  decider: Decider<State, C, E>;
  /** Stream of an aggregate's id. */
  streamOf: (id: string) => string;
  logger: Logger;
  metrics?: Metrics;
  snapshots?: SnapshotOptions<State>;
  /** True when "nothing to do" cannot become wrong by events that this process has not seen, such as a stale repeat. */
  isFinalWithoutRead?: (command: C, state: State) => boolean;
  /**
   * True for a command that begins a stream: where nothing is known of it, it is decided as if there were none yet,
   * without a read. The expected revision says whether that was so.
   */
  startsStream?: (command: C) => boolean;
  /** True of a state that hardly any command follows: its stream is forgotten, like one that is missing. */
  isFinished?: (state: State) => boolean;
  /** Other streams that stay in memory: at least so many, and at most twice as many that are idle. */
  cacheSize?: number;
  /** Commands decided for one append. */
  maxBatch?: number;
  /** Commands that may wait, over all streams. */
  maxQueue?: number;
}>;
