import pg from 'pg';
import { createBackoff } from '../../platform/concurrency/index.js';
import { owner } from './cluster.js';
import type { Server } from './server.js';

/** In milliseconds, for one connection: another is tried as long as the server lives. */
const attemptMs = 10_000;

/**
 * Makes the database `quicksale` where there is none. On a busy machine the server may take long to
 * accept a connection: that is waited for until the server has ended. Throws what it refuses.
 */
export const ensureDatabase = async (
  url: string,
  server: Pick<Server, 'exited'>,
  connectMs = attemptMs,
): Promise<void> => {
  const state = { isOver: false };
  void server.exited.then(() => (state.isOver = true));
  const backoff = createBackoff({ minMs: 100, maxMs: 1_000 });
  for (;;)
    try {
      await createIfMissing(url, connectMs);

      return;
    } catch (error) {
      if (state.isOver || isRefusal(error)) throw error;
      await backoff.wait();
    }
};

/** An answer of the server, other than that it is still starting. */
const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== '57P03';

const createIfMissing = async (url: string, connectMs: number): Promise<void> => {
  const client = new pg.Client({
    connectionString: withDatabase(url, 'postgres'),
    connectionTimeoutMillis: connectMs,
    // a shell may hold settings for psql, such as read-only transactions
    options: '-c jit=off',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('select 1 from pg_database where datname = $1', [owner]);
    if (found.rowCount === 0) await client.query(`create database ${owner}`);
  } finally {
    await client.end();
  }
};

const withDatabase = (url: string, name: string): string =>
  Object.assign(new URL(url), { pathname: `/${name}` }).href;
