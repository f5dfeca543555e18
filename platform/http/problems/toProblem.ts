import { problem, Problem } from './problem.js';

/** Errors of the parts behind a service, by name: platform folders do not know each other's classes. */
const sickDependency: Readonly<Record<string, () => Problem>> = {
  DatabaseUnavailable: () => unavailable('DATABASE_UNAVAILABLE', 'The database does not answer'),
  CommitUnknown: () => outcomeUnknown('It may have been done; repeat the same request to find out'),
  EventStoreUnavailable: () =>
    unavailable('EVENT_STORE_UNAVAILABLE', 'The event store does not answer'),
  EventStoreAccessDenied: () =>
    unavailable('EVENT_STORE_UNAVAILABLE', 'The event store does not answer'),
  HandlerBusy: () => unavailable('BUSY', 'Too many requests are waiting'),
  OutcomeUnknown: () =>
    outcomeUnknown('It may have been done; repeat the same request to find out'),
  TimeoutError: () => outcomeUnknown('It took too long; repeat the same request to find out'),
};

const outcomeUnknown = (detail: string): Problem =>
  problem(504, 'OUTCOME_UNKNOWN', detail, { headers: { 'Retry-After': '1' } });

/** 503: this request changed nothing and may be repeated after `seconds`. */
export const unavailable = (code: string, detail: string, seconds = 1): Problem =>
  problem(503, code, detail, { headers: { 'Retry-After': String(seconds) } });

/** What a client may know of an error. Unforeseen ones are a bare 500. */
export const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error)) return internal();
  const ofDependency = sickDependency[error.name];
  if (ofDependency !== undefined) return ofDependency();

  // Express and its router mark what a client did wrong with a status.
  return 'status' in error && typeof error.status === 'number' && error.status < 500
    ? problem(error.status, 'BAD_REQUEST', 'The request cannot be understood')
    : internal();
};

const internal = (): Problem => problem(500, 'INTERNAL_ERROR', 'Something went wrong here');
