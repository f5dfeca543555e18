import pg from 'pg';
import { withTimeout } from '../concurrency/index.js';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import { once } from '../process/index.js';
import { clientConfig, type ClientOptions } from './clientConfig.js';
import { observePool } from './poolMetrics.js';
import { type Queryable, queryableOf } from './queryable.js';
import { inTransaction } from './transaction.js';

export type Database = Queryable &
  Readonly<{
    url: string;
    /**
     * Commits when `work` resolves, rolls back when it rejects. Throws CommitUnknown when it may
     * have committed.
     */
    transaction: <T>(work: (client: Queryable) => Promise<T>) => Promise<T>;
    ping: () => Promise<void>;
    stop: () => Promise<void>;
  }>;

type DatabaseOptions = ClientOptions &
  Readonly<{
    url: string;
    logger: Logger;
    /** Connections at most. */
    max?: number;
    /** Where the pool is to be seen; nowhere by default. */
    metrics?: Metrics;
  }>;

/** A pool; connects at first use and again after failures. */
export const connectDatabase = (options: DatabaseOptions): Database => {
  const { url, logger, max = 10, metrics } = options;
  const pool = new pg.Pool({ ...clientConfig(url, options), max, idleTimeoutMillis: 30_000 });
  const logError = (error: Error) => logger.warn({ err: error }, 'a Postgres connection broke');
  // idle clients report to the pool, checked-out ones only to themselves: without a listener either
  // ends the process
  pool.on('error', logError);
  pool.on('connect', (client) => void client.on('error', logError));

  if (metrics !== undefined) observePool(metrics, pool);

  const { query } = queryableOf(pool);

  return {
    url,
    query,
    transaction: (work) => inTransaction(pool, work),
    ping: async () => {
      await query('SELECT 1');
    },
    // a paused server never closes the connection
    stop: once(() => withTimeout(pool.end(), 2_000, 'closing').catch(() => undefined)),
  };
};
