import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { removePostgres, startPostgres } from '../../../embedded/postgres/index.js';
import { migrate } from '../../../migrations/migrate.js';

type Server = Readonly<{ url: string; stop: () => Promise<void> }>;

let server: Promise<Server> | undefined;

/**
 * URL of the test server's own database: `DATABASE_URL`, or one Postgres per mocha process, started
 * at the first call.
 */
const postgresServer = async (): Promise<string> => {
  server ??= startServer();

  return (await server).url;
};

/**
 * A new database on that server, migrated unless `migrated: false`; `locale` is the clause that
 * gives it another one. Returns its URL. Dropped with the server.
 */
export const freshDatabase = async ({ migrated = true, locale = '' } = {}): Promise<string> => {
  const serverUrl = await postgresServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name} ${locale && `template template0 ${locale}`}`);
  created.push(name);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  if (migrated) await migrate(url.href);

  return url.href;
};

/**
 * Ends the server (or, with `DATABASE_URL`, drops the databases made here). Mocha calls it after
 * the last test.
 */
const stopPostgres = async (): Promise<void> => {
  if (server === undefined) return;
  const running = await server;
  server = undefined;
  if (process.env['DATABASE_URL'] !== undefined)
    for (const name of created.splice(0))
      await onServer(running.url, `drop database if exists ${name} with (force)`);
  await running.stop();
};

const created: string[] = [];

const startServer = async (): Promise<Server> => {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() };

  const dir = await mkdtemp(join(tmpdir(), 'quicksale-postgres-'));
  const running = await startPostgres({ dir, port: 0, durable: false });
  const killServer = () => process.kill(running.pid, 'SIGQUIT');
  process.once('exit', killServer);

  return {
    url: running.url,
    stop: async () => {
      process.off('exit', killServer);
      // its files go as well: what it would write down at an orderly end is for nobody
      running.endNow();
      await running.exited;
      removePostgres(dir);
    },
  };
};

const onServer = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

// mocha runs a root-level `after` of any test file once, after the last test of the process
if (typeof globalThis.after === 'function') after(stopPostgres);
