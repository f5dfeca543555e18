import type { Knex } from 'knex';
import { migrationSource } from './migrations/index.js';

const config: Knex.Config = {
  client: 'pg',
  connection:
    process.env['DATABASE_URL'] ?? 'postgres://quicksale:quicksale@127.0.0.1:5432/quicksale',
  migrations: { migrationSource },
};

// eslint-disable-next-line no-restricted-syntax -- the knex command line reads the default export
export default config;
