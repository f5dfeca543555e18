import type { Event } from '../../domain/decider.js';
import type { SendLimit } from '../concurrency/index.js';

/** Who and what caused an event. The `$` names are EventStoreDB's own. */
export type EventMetadata = Readonly<{
  $correlationId: string;
  $causationId: string;
  commandId: string;
  userId: string | null;
  requestId: string | null;
  traceparent: string | null;
  /** Of the event's data. */
  schemaVersion: number;
  idempotencyKey?: string;
  requestFingerprint?: string;
}>;

export type NewEvent = Readonly<{
  id: string;
  type: string;
  data: object;
  metadata: EventMetadata;
}>;

/**
 * An event with its place: `revision` in its stream (0-based), `position` in `$all`, `recordedAt`
 * in ISO 8601.
 */
export type StoredEvent<E extends Event = Event> = E extends Event
  ? Readonly<{
      id: string;
      stream: string;
      type: E['type'];
      data: E['data'];
      metadata: EventMetadata;
      revision: number;
      position: bigint;
      recordedAt: string;
    }>
  : never;

export type StreamRevision = number | 'no_stream';

export type ExpectedRevision = StreamRevision;

export type AppendResult = Readonly<{ revision: number; position: bigint }>;

export type ReadResult = Readonly<{ events: StoredEvent[]; revision: StreamRevision }>;

/** Where a record of `$all` lies, whoever wrote it, and when it was recorded, in ISO 8601. */
export type StoredRecord = Readonly<{
  stream: string;
  type: string;
  revision: number;
  position: bigint;
  recordedAt: string;
}>;

export type SubscriptionItem =
  | Readonly<{ kind: 'event'; event: StoredEvent }>
  | Readonly<{ kind: 'checkpoint'; position: bigint }>
  | Readonly<{ kind: 'caughtUp' }>;

export type SubscriptionRange = Readonly<{
  after: bigint | 'start';
  streamPrefixes: readonly string[];
  signal: AbortSignal;
}>;

export type EventStore = Readonly<{
  /**
   * All events or none, durable when it resolves; `revision` and `position` are those of the last
   * one. Repeating an append with the same ids and the same expected revision changes nothing and
   * gives the first answer. Rejects within 3 s, with WrongExpectedRevision, OutcomeUnknown,
   * AppendTooLarge or EventStoreUnavailable. It is not sent after `deadline`, and notes there that
   * it was: rejects with the error of the deadline then, or EventStoreUnavailable.
   */
  append: (
    stream: string,
    events: readonly NewEvent[],
    options: Readonly<{ expectedRevision: ExpectedRevision; deadline?: SendLimit }>,
  ) => Promise<AppendResult>;
  /**
   * Forwards from revision `from` (0), at most `maxCount` events; `revision` is that of the last
   * event read, or `from - 1` when there was none. Rejects with EventStoreUnavailable when nothing
   * arrives for 3 s.
   */
  read: (
    stream: string,
    options?: Readonly<{ from?: number; maxCount?: number }>,
  ) => Promise<ReadResult>;
  /**
   * Backwards from revision `from` (the last one), newest first, at most `maxCount` events; none
   * where there is no such stream. Rejects with EventStoreUnavailable when nothing arrives for 3 s.
   */
  readBackwards: (
    stream: string,
    options: Readonly<{ from?: number | undefined; maxCount: number }>,
  ) => Promise<readonly StoredEvent[]>;
  /** Position of the last record of `$all`, those of the server itself included. */
  headPosition: () => Promise<bigint>;
  /**
   * The last records of `$all`, or the last ones before a position, newest first, at most
   * `maxCount`, those of the server itself included. Rejects with EventStoreUnavailable when
   * nothing arrives for 3 s.
   */
  readTail: (maxCount: number, before?: bigint) => Promise<readonly StoredRecord[]>;
  /**
   * Id of the event that lies at a position of `$all`, null when none begins there, or when the
   * position lies beyond the end. Rejects with EventStoreUnavailable.
   */
  idAt: (position: bigint) => Promise<string | null>;
  /**
   * Everything after the record at a position, then what comes, in order, at the consumer's pace.
   * `after` must be the position of an event that is still there: a server of version 23.10 skips
   * the next event when a scavenge has removed the record. Ends when `signal` aborts or the server
   * ends it, throws EventStoreUnavailable when the connection fails: whoever wants to go on
   * subscribes again. `caughtUp` may come several times.
   */
  subscribeToAll: (range: SubscriptionRange) => AsyncIterable<SubscriptionItem>;
  ping: () => Promise<void>;
  stop: () => Promise<void>;
}>;
