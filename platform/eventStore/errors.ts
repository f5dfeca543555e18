import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  TimeoutError as StoreTimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { TimeoutError } from '../concurrency/index.js';
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

/** The append may be written, or not, or be written later. Repeating it with the same ids settles it. */
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

/** What the client's error says about an append. */
export const toAppendError = (stream: string, error: unknown): unknown => {
  if (error instanceof WrongExpectedVersionError)
    return new WrongExpectedRevision(stream, toStreamRevision(error.actualVersion));
  if (error instanceof MaxAppendSizeExceededError)
    return new AppendTooLarge(error.message, { cause: error });
  if (isAccessDenied(error)) return new EventStoreAccessDenied(messageOf(error), { cause: error });
  if (wasNeverSent(error)) return new EventStoreUnavailable(messageOf(error), { cause: error });
  if (leavesOutcomeOpen(error)) return new OutcomeUnknown(messageOf(error), { cause: error });

  return error;
};

/** What it says about a read, which changes nothing. */
export const toReadError = (error: unknown): unknown => {
  if (isAccessDenied(error)) return new EventStoreAccessDenied(messageOf(error), { cause: error });

  return leavesOutcomeOpen(error)
    ? new EventStoreUnavailable(messageOf(error), { cause: error })
    : error;
};

/** What it says about a subscription. */
export const toSubscriptionError = (error: unknown): unknown =>
  statusOf(error) === status.ABORTED && /Consumer too slow/.test(messageOf(error))
    ? new SubscriptionDropped(messageOf(error), { cause: error })
    : toReadError(error);

/** The client gives a bigint, or `no_stream` for a stream without events. */
const toStreamRevision = (version: unknown): StreamRevision =>
  typeof version === 'bigint' ? Number(version) : 'no_stream';

// grpc-js says so when a call never got a connection, as opposed to one that it lost
const wasNeverSent = (error: unknown): boolean =>
  error instanceof NotLeaderError ||
  (statusOf(error) === status.UNAVAILABLE &&
    /No connection established|Name resolution failed/.test(messageOf(error)));

const isAccessDenied = (error: unknown): boolean =>
  error instanceof AccessDeniedError ||
  statusOf(error) === status.PERMISSION_DENIED ||
  statusOf(error) === status.UNAUTHENTICATED;

const openStates: ReadonlySet<unknown> = new Set([
  status.CANCELLED,
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.INTERNAL,
  status.UNAVAILABLE,
]);

const leavesOutcomeOpen = (error: unknown): boolean =>
  error instanceof StoreTimeoutError ||
  error instanceof TimeoutError ||
  error instanceof DeadlineExceededError ||
  error instanceof UnavailableError ||
  error instanceof CancelledError ||
  error instanceof NotLeaderError ||
  error instanceof UnknownError ||
  openStates.has(statusOf(error));

// not every error of the client is one of its classes: what its look-up of the server's features meets stays as it came
const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : null;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
