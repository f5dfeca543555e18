import { randomBytes } from 'node:crypto';
import type { Queryable } from '../../platform/postgres/index.js';
import { constraintsOf, grantsOf, ownerOf, plainIndexesOf, storageOf } from './liveCatalogue.js';

const leavingSchema = 'replaced';

/**
 * Makes the schema of one run, in which the tables lie that are to become those of schema `read`,
 * and drops those of runs that have died. It is the fence of a run: one that was paused, and had to
 * leave its lock to another, finds its tables gone and can swap nothing.
 */
export const createShadowSchema = async (database: Queryable): Promise<string> => {
  const left = await database.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname ~ '^rebuild(_[0-9a-f]+)?$'`,
  );
  for (const { name } of left) await dropShadowSchema(database, name);
  const schema = `rebuild_${randomBytes(6).toString('hex')}`;
  await database.query(`CREATE SCHEMA ${schema}`);

  return schema;
};

export const dropShadowSchema = async (database: Queryable, schema: string): Promise<void> => {
  await database.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
};

/**
 * An empty table like the live one, with its checks and its primary key; the other indexes come
 * when it is full.
 */
export const createShadow = async (
  database: Queryable,
  schema: string,
  table: string,
): Promise<void> => {
  await database.query(
    `CREATE TABLE ${schema}.${table}
     (LIKE read.${table} INCLUDING ALL EXCLUDING INDEXES)${await storageOf(database, table)}`,
  );
  for (const { name, definition } of await constraintsOf(database, table))
    await database.query(`ALTER TABLE ${schema}.${table} ADD CONSTRAINT "${name}" ${definition}`);
};

/**
 * The indexes of the live table, by the same names, its owner and grants, and the planner's
 * statistics of its rows.
 */
export const completeShadow = async (
  database: Queryable,
  schema: string,
  table: string,
): Promise<void> => {
  for (const { definition } of await plainIndexesOf(database, table))
    await database.query(definition.replace(' ON read.', ` ON ${schema}.`));
  await database.query(`ANALYZE ${schema}.${table}`);
  const owner = await ownerOf(database, table);
  if (owner !== null) await database.query(`ALTER TABLE ${schema}.${table} OWNER TO ${owner}`);
  for (const { privileges, grantee } of await grantsOf(database, table))
    await database.query(`GRANT ${privileges} ON ${schema}.${table} TO ${grantee}`);
};

/**
 * Within a transaction: writers wait until its end, readers do not. To be called before anything
 * else is locked, with the tables in the order in which the projector writes them: it locks them
 * before it waits for its checkpoint.
 */
export const lockTables = async (
  transaction: Queryable,
  tables: readonly string[],
): Promise<void> => {
  for (const table of tables) await transaction.query(`LOCK TABLE read.${table} IN EXCLUSIVE MODE`);
};

/**
 * Within a transaction: readers see the old tables before its commit, and the new ones after it.
 * Throws when something else depends on a live table, such as a view, rather than to take it along.
 */
export const swapTables = async (
  transaction: Queryable,
  schema: string,
  tables: readonly string[],
): Promise<void> => {
  await transaction.query(`CREATE SCHEMA ${leavingSchema}`);
  for (const table of tables) {
    await transaction.query(`ALTER TABLE read.${table} SET SCHEMA ${leavingSchema}`);
    await transaction.query(`ALTER TABLE ${schema}.${table} SET SCHEMA read`);
    await transaction.query(`DROP TABLE ${leavingSchema}.${table}`);
  }
  await transaction.query(`DROP SCHEMA ${leavingSchema}`);
};
