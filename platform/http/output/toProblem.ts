import { problem, Problem } from './problem.js';

/** Errors of what is behind a service, by name: platform/http imports none of their folders. */
const dependencyProblems: Readonly<Record<string, () => Problem>> = {
  DatabaseUnavailable: () => unavailable('DATABASE_UNAVAILABLE', 'The database does not answer'),
  DatabaseRefused: () =>
    unavailable('DATABASE_UNAVAILABLE', 'The database cannot do it at the moment'),
  CommitUnknown: () => outcomeUnknown('It may have been done; repeat the same request to find out'),
  EventStoreUnavailable: () =>
    unavailable('EVENT_STORE_UNAVAILABLE', 'The event store does not answer'),
  EventStoreAccessDenied: () =>
    unavailable('EVENT_STORE_UNAVAILABLE', 'The event store does not answer'),
  UnreadableEvent: () => streamUnreadable(),
  StreamIncomplete: () => streamUnreadable(),
  UndecidableStream: () =>
    unavailable('STREAM_UNDECIDABLE', 'A fault of ours prevents it at the moment', 30),
  HandlerBusy: () => unavailable('BUSY', 'Too many requests are waiting'),
  DeadlinePassed: () => unavailable('BUSY', 'Its time was over before its work began'),
  OutcomeUnknown: () =>
    outcomeUnknown('It may have been done; repeat the same request to find out'),
  TimeoutError: () => outcomeUnknown('It took too long; repeat the same request to find out'),
};

const streamUnreadable = (): Problem =>
  unavailable('STREAM_UNREADABLE', 'Its history cannot be read at the moment', 30);

/** Returns a 504: the request may have changed something. */
export const outcomeUnknown = (detail: string): Problem =>
  problem(504, 'OUTCOME_UNKNOWN', detail, { headers: { 'Retry-After': '1' } });

/** Returns a 503: the request changed nothing and may be repeated after `seconds`. */
export const unavailable = (code: string, detail: string, seconds = 1): Problem =>
  problem(503, code, detail, { headers: { 'Retry-After': String(seconds) } });

/** Returns what a client may know of an error. An unforeseen one is a 500 without its message. */
export const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error)) return internal();
  const createProblem = dependencyProblems[error.name];
  if (createProblem !== undefined) return createProblem();

  // Express and its router mark the client's mistakes with a status.
  return 'status' in error && typeof error.status === 'number' && error.status < 500
    ? problem(error.status, 'BAD_REQUEST', 'The request cannot be understood')
    : internal();
};

const internal = (): Problem => problem(500, 'INTERNAL_ERROR', 'Something went wrong here');
