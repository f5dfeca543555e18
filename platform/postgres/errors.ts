import pg from 'pg';

/**
 * Postgres did not respond, or refused to work. What the statement did is unknown unless it was a
 * read.
 */
export class DatabaseUnavailable extends Error {
  override readonly name: string = 'DatabaseUnavailable';
}

/**
 * Postgres itself refuses: its disk is full, it takes no writes, it lacks tables, or we lack a
 * right. Its own words are the cause.
 */
export class DatabaseRefused extends DatabaseUnavailable {
  override readonly name = 'DatabaseRefused';
}

/** The response to a COMMIT was lost: the transaction may have been done or not. */
export class CommitUnknown extends DatabaseUnavailable {
  override readonly name = 'CommitUnknown';
}

/**
 * What no statement of ours causes, by SQLSTATE: connections (08, 28, 3D), a server that takes no
 * writes or ends transactions (25006, 25P03), conflicts with other statements (40, 55), one that
 * lacks room (53), was stopped or cut a statement off (57), has failed itself (58, XX), or whose
 * schema is not as migrations leave it (3F, 42501, 42703, 42883, 42P01).
 */
const refusedStates = /^(08|25006|25P03|28|3D|3F|40|42501|42703|42883|42P01|53|55|57|58|XX)/;

/**
 * Returns DatabaseUnavailable for whatever is the connection's fault, DatabaseRefused for the
 * server's, and errors of a statement as they are.
 */
export const toDatabaseError = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof DatabaseUnavailable) return error;
  if (error instanceof pg.DatabaseError)
    return refusedStates.test(error.code ?? '') ? refused(error) : error;
  if (error instanceof TypeError || error instanceof RangeError) return error;

  return unavailable(error);
};

/** The account, the database, a table or a right is not there: whoever waits waits for a person. */
const lastingStates = /^(28|3D|3F|42)/;

/** Returns what Postgres said when waiting does not help, else null. */
export const lastingRefusal = (error: unknown): Error | null =>
  error instanceof DatabaseRefused &&
  error.cause instanceof pg.DatabaseError &&
  lastingStates.test(error.cause.code ?? '')
    ? error.cause
    : null;

/** A unique constraint, by its SQLSTATE; `constraint` narrows it to one. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof pg.DatabaseError &&
  error.code === '23505' &&
  (constraint === undefined || error.constraint === constraint);

const unavailable = (cause: Error): DatabaseUnavailable =>
  new DatabaseUnavailable(`Postgres does not answer: ${cause.message}`, { cause });

const refused = (cause: pg.DatabaseError): DatabaseRefused =>
  new DatabaseRefused(`Postgres refuses (${cause.code}): ${cause.message}`, { cause });
