import pg from 'pg';

/**
 * Postgres did not respond, or refused to work. What the statement did is unknown unless it was a
 * read.
 */
export class DatabaseUnavailable extends Error {
  override readonly name: string = 'DatabaseUnavailable';
}

/** The response to a COMMIT was lost: the transaction may have been done or not. */
export class CommitUnknown extends DatabaseUnavailable {
  override readonly name = 'CommitUnknown';
}

/**
 * Connection classes of SQLSTATE, a server that starts or stops, no connection left, a statement
 * that was cut off.
 */
const unavailableStates = /^(08|53|57P0|57014|25P03)/;

/**
 * Returns DatabaseUnavailable for whatever is the connection's fault, and Postgres' own errors as
 * they are.
 */
export const toDatabaseError = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof DatabaseUnavailable) return error;
  if (error instanceof pg.DatabaseError)
    return unavailableStates.test(error.code ?? '') ? unavailable(error) : error;
  if (error instanceof TypeError || error instanceof RangeError) return error;

  return unavailable(error);
};

/** A unique constraint, by its SQLSTATE; `constraint` narrows it to one. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof pg.DatabaseError &&
  error.code === '23505' &&
  (constraint === undefined || error.constraint === constraint);

const unavailable = (cause: Error): DatabaseUnavailable =>
  new DatabaseUnavailable(`Postgres does not answer: ${cause.message}`, { cause });
