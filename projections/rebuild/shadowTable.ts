import type { Queryable } from '../../platform/postgres/index.js';

/** Where the tables lie that are to become those of schema `read`. */
export const shadowSchema = 'rebuild';

const leavingSchema = 'replaced';

/**
 * An empty table like the live one, with its checks and its primary key; the other indexes come
 * when it is full.
 */
export const createShadow = async (database: Queryable, table: string): Promise<void> => {
  await database.query(
    `CREATE TABLE ${shadowSchema}.${table}
     (LIKE read.${table} INCLUDING ALL EXCLUDING INDEXES)${await storageOf(database, table)}`,
  );
  for (const { name, definition } of await constraintsOf(database, table))
    await database.query(
      `ALTER TABLE ${shadowSchema}.${table} ADD CONSTRAINT "${name}" ${definition}`,
    );
};

/** The indexes of the live table, by the same names, and the planner's statistics of its rows. */
export const completeShadow = async (database: Queryable, table: string): Promise<void> => {
  for (const { definition } of await plainIndexesOf(database, table))
    await database.query(definition.replace(' ON read.', ` ON ${shadowSchema}.`));
  await database.query(`ANALYZE ${shadowSchema}.${table}`);
};

export const emptyShadows = async (database: Queryable): Promise<void> => {
  await database.query(`DROP SCHEMA IF EXISTS ${shadowSchema} CASCADE`);
  await database.query(`CREATE SCHEMA ${shadowSchema}`);
};

export const dropShadows = async (database: Queryable): Promise<void> => {
  await database.query(`DROP SCHEMA IF EXISTS ${shadowSchema} CASCADE`);
};

/**
 * Within a transaction: readers see the old tables before its commit, and the new ones after it.
 */
export const swapTables = async (
  transaction: Queryable,
  tables: readonly string[],
): Promise<void> => {
  await transaction.query(`CREATE SCHEMA ${leavingSchema}`);
  for (const table of tables) {
    await transaction.query(`ALTER TABLE read.${table} SET SCHEMA ${leavingSchema}`);
    await transaction.query(`ALTER TABLE ${shadowSchema}.${table} SET SCHEMA read`);
  }
  await transaction.query(`DROP SCHEMA ${leavingSchema} CASCADE`);
};

type Named = Readonly<{ name: string; definition: string }>;

/** Primary key and unique constraints; checks are copied with the columns. */
const constraintsOf = (database: Queryable, table: string): Promise<Named[]> =>
  database.query<Named>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = ('read.' || $1)::regclass AND contype IN ('p', 'u')`,
    [table],
  );

const plainIndexesOf = (database: Queryable, table: string): Promise<Named[]> =>
  database.query<Named>(
    `SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
     WHERE i.indrelid = ('read.' || $1)::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`,
    [table],
  );

const storageOf = async (database: Queryable, table: string): Promise<string> => {
  const [row] = await database.query<{ options: string[] | null }>(
    `SELECT reloptions AS options FROM pg_class WHERE oid = ('read.' || $1)::regclass`,
    [table],
  );
  const options = row?.options ?? [];

  return options.length === 0 ? '' : ` WITH (${options.join(', ')})`;
};
