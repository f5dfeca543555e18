import type { StreamRevision } from './types.js';

/** Somebody else appended first: the stream is at `actual`. Nothing was written. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  readonly stream: string;
  readonly actual: StreamRevision;

  constructor(stream: string, actual: StreamRevision) {
    super(`${stream} is at revision ${actual}`);
    this.stream = stream;
    this.actual = actual;
  }
}

/**
 * The append may be written, or not, or be written later. Repeating it with the same ids and the
 * same expected revision gives its outcome.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The event store did not take the request: nothing was written. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable';
}

/** The server has ended a subscription whose reader fell behind; nothing is lost by a new one. */
export class SubscriptionDropped extends Error {
  override readonly name = 'SubscriptionDropped';
}

/** More than the 1 MiB that one append may hold. Nothing was written. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
}

/** The account is unknown, or lacks a right. Waiting does not heal it. Nothing was written. */
export class EventStoreAccessDenied extends Error {
  override readonly name = 'EventStoreAccessDenied';
}
