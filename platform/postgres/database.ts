import pg from 'pg';
import { withTimeout } from '../concurrency/index.js';
import { once } from '../process/index.js';
import type { Logger } from '../logging/index.js';
import { clientConfig, type Settings } from './clientConfig.js';
import { CommitUnknown, DatabaseUnavailable, toDatabaseError } from './errors.js';

/** SQL text, or the same with a name: prepared once per connection. */
export type Statement = string | Readonly<{ name: string; text: string }>;

export type Queryable = Readonly<{
  /** The rows; bigint columns as numbers. Rejects with DatabaseUnavailable when Postgres does not answer in time. */
  query: <T extends object = Record<string, unknown>>(
    statement: Statement,
    values?: readonly unknown[],
  ) => Promise<T[]>;
}>;

export type Database = Queryable &
  Readonly<{
    url: string;
    /** Commits when `work` resolves, rolls back when it rejects. Rejects with CommitUnknown when it may have committed. */
    transaction: <T>(work: (client: Queryable) => Promise<T>) => Promise<T>;
    ping: () => Promise<void>;
    stop: () => Promise<void>;
  }>;

type DatabaseOptions = Readonly<{
  url: string;
  logger: Logger;
  /** Connections at most. */
  max?: number;
  queryTimeoutMs?: number;
  /** Postgres settings of every connection, such as `plan_cache_mode`. */
  settings?: Settings;
}>;

/** A pool; connects at first use and again after failures. */
export const connectDatabase = (options: DatabaseOptions): Database => {
  const { url, logger, max = 10 } = options;
  const pool = new pg.Pool({ ...clientConfig(url, options), max, idleTimeoutMillis: 30_000 });
  const complain = (error: Error) => logger.warn({ err: error }, 'A Postgres connection broke');
  // idle clients report to the pool, checked-out ones only to themselves: without a listener either ends the process
  pool.on('error', complain);
  pool.on('connect', (client) => void client.on('error', complain));

  const { query } = queryableOf(pool);

  return {
    url,
    query,
    transaction: (work) => inTransaction(pool, work),
    ping: async () => {
      await query('SELECT 1');
    },
    // a paused server never says goodbye
    stop: once(() => withTimeout(pool.end(), 2000, 'Goodbye').catch(() => undefined)),
  };
};

const queryableOf = (client: pg.Pool | pg.PoolClient): Queryable => ({
  query: async <T extends object>(statement: Statement, values: readonly unknown[] = []) => {
    const named = typeof statement === 'string' ? { text: statement } : statement;
    try {
      const { rows } = await client.query<T>({ ...named, values: [...values] });

      return rows;
    } catch (error) {
      throw toDatabaseError(error);
    }
  },
});

const inTransaction = async <T>(
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

/** A connection that did not answer is closed, so that nothing half done stays behind on it. */
const rollBack = async (client: pg.PoolClient, reason: unknown): Promise<void> => {
  try {
    if (reason instanceof DatabaseUnavailable) throw reason;
    await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
};
