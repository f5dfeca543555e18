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
import { TimeoutError } from '../../concurrency/index.js';
import {
  AppendTooLarge,
  EventStoreAccessDenied,
  EventStoreUnavailable,
  OutcomeUnknown,
  SubscriptionDropped,
  WrongExpectedRevision,
} from '../errors.js';
import type { StreamRevision } from '../types.js';

/**
 * Returns what the client's error says about an append that was handed to it. Only what a server
 * says of this very append counts as "nothing was written": all appends under way
 * on a call are rejected with the error that broke it, which says nothing of one of them.
 */
export const toAppendError = (stream: string, error: unknown): unknown => {
  if (error instanceof WrongExpectedVersionError)
    return new WrongExpectedRevision(stream, toStreamRevision(error.actualVersion));
  if (error instanceof MaxAppendSizeExceededError)
    return new AppendTooLarge(error.message, { cause: error });
  if (error instanceof AccessDeniedError && isOfThisAppend(error))
    return new EventStoreAccessDenied(messageOf(error), { cause: error });
  if (isNotReady(error) && !connectionStates.has(statusOf(error)))
    return new EventStoreUnavailable(messageOf(error), { cause: error });
  if (isOfTheConnection(error) || isAccessDenied(error))
    return new OutcomeUnknown(messageOf(error), { cause: error });

  return error;
};

/** Returns what it says about a read, or any call that changes nothing. */
export const toReadError = (error: unknown): unknown => {
  if (isAccessDenied(error)) return new EventStoreAccessDenied(messageOf(error), { cause: error });

  return isNotReady(error) || isOfTheConnection(error)
    ? new EventStoreUnavailable(messageOf(error), { cause: error })
    : error;
};

/** Returns what it says about a subscription. */
export const toSubscriptionError = (error: unknown): unknown =>
  statusOf(error) === status.ABORTED && messageOf(error).includes('Consumer too slow')
    ? new SubscriptionDropped(messageOf(error), { cause: error })
    : toReadError(error);

/**
 * Whether there is no leader to serve the call: the client has found none, or a node has said that
 * it is not ready. Nothing was written, and an election is over in seconds.
 */
export const isNotReady = (error: unknown): boolean =>
  /^Failed to discover after|server is not ready/i.test(messageOf(error));

/** Whether the node does not lead; the client then connects to the one that does. */
export const isNotLeader = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof NotLeaderError || error.cause instanceof NotLeaderError);

/**
 * Whether a server has given up an append since its deadline had passed by the server's clock, or
 * since it could not be completed in time.
 */
export const isGivenUpByServer = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof DeadlineExceededError &&
  isOfThisAppend(error.cause);

/** What a server says of an append carries no status of a call, which is about all of them. */
const isOfThisAppend = (error: Error): boolean => typeof statusOf(error) !== 'number';

/** The client gives a bigint, or `no_stream` for a stream without events. */
const toStreamRevision = (version: unknown): StreamRevision =>
  typeof version === 'bigint' ? Number(version) : 'no_stream';

const isAccessDenied = (error: unknown): boolean =>
  error instanceof AccessDeniedError ||
  statusOf(error) === status.PERMISSION_DENIED ||
  statusOf(error) === status.UNAUTHENTICATED;

/** Statuses of a connection, or of a server that cannot do its work; not of one request. */
const connectionStates: ReadonlySet<unknown> = new Set([
  status.CANCELLED,
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);

const isOfTheConnection = (error: unknown): boolean =>
  error instanceof StoreTimeoutError ||
  error instanceof TimeoutError ||
  error instanceof DeadlineExceededError ||
  error instanceof UnavailableError ||
  error instanceof CancelledError ||
  error instanceof NotLeaderError ||
  error instanceof UnknownError ||
  connectionStates.has(statusOf(error));

// not every error of the client is one of its classes: some stay as gRPC made them
const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : null;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
