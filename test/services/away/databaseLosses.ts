import pg from 'pg';

/** Postgres does what it does in such a case: no error is made up here. */
const inDatabase =
  (begin: string, end: string) =>
  async (url: string): Promise<() => Promise<void>> => {
    await onDatabase(url, begin);

    return () => onDatabase(url, end);
  };

const onDatabase = async (url: string, statements: string): Promise<void> => {
  const options = '-c default_transaction_read_only=off';
  const client = new pg.Client({ connectionString: url, options });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(statements);
  await client.end();
};

const readOnly = (setting: string): string =>
  `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${setting}', current_database()); END $$;`;

const newSessions = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid();`;

const schemas = ['auth', 'read', 'orders', 'notify', 'messaging', 'projection'] as const;

const renameSchemas = (names: (schema: string) => readonly [from: string, to: string]): string =>
  schemas
    .map((schema) => names(schema))
    .map(([from, to]) => `ALTER SCHEMA ${from} RENAME TO ${to};`)
    .join('\n');

const forEachTable = (statement: string): string => `DO $$
  DECLARE t regclass;
  BEGIN
    FOR t IN SELECT oid::regclass FROM pg_class
      WHERE relkind IN ('r', 'p') AND NOT relispartition
        AND relnamespace::regnamespace::text IN (${schemas.map((name) => `'${name}'`).join()})
    LOOP EXECUTE format('${statement}', t); END LOOP;
  END $$;`;

const failingWrites = (state: string): string => `
  CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '${state}'; END $$;
  ${forEachTable(
    `CREATE TRIGGER failing BEFORE INSERT OR UPDATE ON %s FOR EACH STATEMENT
       EXECUTE FUNCTION public.fail()`,
  )}`;

const writesAgain = 'DROP FUNCTION public.fail() CASCADE;';

/** By name what a database can suffer; each returns what heals it. */
export const databaseLosses = {
  'Postgres’ disk is full': inDatabase(failingWrites('53100'), writesAgain),
  'Postgres is a replica that takes no writes': inDatabase(
    `${readOnly('SET default_transaction_read_only = on')} ${newSessions}`,
    `${readOnly('RESET default_transaction_read_only')} ${newSessions}`,
  ),
  'Postgres has lost its tables': inDatabase(
    renameSchemas((name) => [name, `lost_${name}`]),
    renameSchemas((name) => [`lost_${name}`, name]),
  ),
} as const;
