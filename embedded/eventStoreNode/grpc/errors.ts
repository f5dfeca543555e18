import { Metadata, status } from '@grpc/grpc-js';
import { errorText } from '../../../platform/process/index.js';

/**
 * An error as a call ends with it: gRPC status, and the trailers from which clients make their own
 * errors.
 */
export class CallError extends Error {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;

  constructor(code: status, details: string, trailers: Readonly<Record<string, string>> = {}) {
    super(details);
    this.name = 'CallError';
    this.code = code;
    this.details = printable(details);
    this.metadata = new Metadata();
    for (const [key, value] of Object.entries(trailers)) this.metadata.set(key, value);
  }
}

export const streamDeleted = (stream: string): CallError =>
  naming(stream, status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

/** Of a delete or a tombstone; `actual` is −1 without a stream. */
export const wrongExpectedVersion = (stream: string, expected: bigint, actual: number): CallError =>
  naming(
    stream,
    status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(expected),
      'actual-version': String(actual),
    },
  );

export const maximumAppendSizeExceeded = (limit: number): CallError =>
  new CallError(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

export const missingMetadataProperty = (): CallError =>
  new CallError(status.INVALID_ARGUMENT, 'Required Metadata Property is Missing', {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

export const unknown = (details: string): CallError => new CallError(status.UNKNOWN, details);

export const invalidArgument = (details: string): CallError =>
  new CallError(status.INVALID_ARGUMENT, details);

export const timedOut = (what: string): CallError =>
  new CallError(status.ABORTED, `Operation timed out: ${what}`);

export const shuttingDown = (): CallError =>
  new CallError(status.UNAVAILABLE, 'The server is shutting down');

/** Whatever was thrown, as something that a call can end with. */
export const toCallError = (error: unknown): CallError => {
  if (error instanceof CallError) return error;

  return unknown(errorText(error));
};

/**
 * An error with the stream's name in its trailers. Those carry printable ASCII only: for any other
 * name the error loses them, and its code, as it does on EventStoreDB.
 */
const naming = (stream: string, ...error: ConstructorParameters<typeof CallError>): CallError =>
  printable(stream) === stream
    ? new CallError(...error)
    : unknown('The name of the stream does not fit into a trailer');

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
