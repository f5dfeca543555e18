import knexPkg, { type Knex } from 'knex';
import { migrationSource } from './index.js';

type OnRan = (name: string) => void;

/**
 * Brings the database at `url` to the newest schema; several processes may call it at once (knex
 * takes a lock). Returns the names of the migrations that it ran, and calls `onRan` after each.
 * Rejects when the database does not answer or a migration fails.
 */
export const migrate = async (url: string, onRan: OnRan = () => undefined): Promise<string[]> => {
  const knex = knexPkg({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  try {
    return await migrateAlone(knex, onRan);
  } finally {
    await knex.destroy();
  }
};

/**
 * Two processes that migrate at once: the second waits for the first instead of failing. Whoever
 * holds the advisory lock also clears knex's own lock, which a killed process leaves behind in its
 * table for ever.
 */
const migrateAlone = async (knex: Knex, onRan: OnRan): Promise<string[]> => {
  await knex.raw('SELECT pg_advisory_lock(hashtext(?))', ['quicksale-migrations']);
  await knex.migrate.forceFreeMigrationsLock({ migrationSource });
  const [, ran] = (await knex.migrate.latest({
    migrationSource,
    afterEach: (_, names) => {
      (names as string[]).forEach(onRan);

      return Promise.resolve();
    },
  })) as [number, string[]];

  return ran;
};
