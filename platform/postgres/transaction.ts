import type pg from 'pg';
import { CommitUnknown, DatabaseUnavailable, toDatabaseError } from './errors.js';
import { type Queryable, queryableOf } from './queryable.js';

/**
 * Commits when `work` resolves, rolls back when it rejects. Throws CommitUnknown when it may have
 * committed.
 */
export const inTransaction = async <T>(
  pool: pg.Pool,
  work: (client: Queryable) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error);
  });
  const queryable = queryableOf(client);
  try {
    await queryable.query('BEGIN');
    const result = await work(queryable);
    await commit(queryable);
    client.release();

    return result;
  } catch (error) {
    await rollBack(client, error);
    throw error;
  }
};

const commit = async (client: Queryable): Promise<void> => {
  try {
    await client.query('COMMIT');
  } catch (error) {
    throw error instanceof DatabaseUnavailable
      ? new CommitUnknown(`The outcome of a COMMIT is unknown: ${error.message}`, { cause: error })
      : error;
  }
};

/** A connection that did not respond is closed, so that nothing half done stays behind on it. */
const rollBack = async (client: pg.PoolClient, reason: unknown): Promise<void> => {
  try {
    if (reason instanceof DatabaseUnavailable) throw reason;
    await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
};
