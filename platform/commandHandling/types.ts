import type { Event } from '../../domain/decider.js';
import type { Deadline } from '../concurrency/index.js';
import type { StoredEvent, StreamRevision } from '../eventStore/index.js';

/** Where a command comes from. `commandId` is made once and stays the same in every retry. */
export type CommandContext = Readonly<{
  commandId: string;
  correlationId: string;
  /** The message or command behind this one; the command itself when absent. */
  causationId?: string;
  userId: string | null;
  requestId: string | null;
  traceparent: string | null;
  /**
   * Refuses the command (DomainError VERSION_STALE) when its events would follow on another
   * revision of the stream.
   */
  expectedRevision?: number;
  idempotencyKey?: string;
  requestFingerprint?: string;
  /** Of the request; a message has none. What is not sent by then is dropped. */
  deadline?: Deadline;
}>;

/** A state and the revision of the last event in it. */
export type Loaded<State> = Readonly<{ state: State; revision: StreamRevision }>;

/** The same, and the id of that event: a revision alone is no proof that the log is the same. */
export type Known<State> = Loaded<State> & Readonly<{ eventId: string | null }>;

/**
 * What a command did: its own events ([] when there was nothing to do), and the state and revision
 * after them. The events' `position` is that of the append's last event: at or after their own.
 */
export type Handled<State, E extends Event> = Loaded<State> &
  Readonly<{ events: StoredEvent<E>[] }>;
