import type { Knex } from 'knex';

/** Orders of which some process does not know yet whether they were placed. */
const table = `
  CREATE SCHEMA orders;

  CREATE TABLE orders.open_placements (
    order_id uuid PRIMARY KEY,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX open_placements_by_expiry ON orders.open_placements (expires_at);
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(table);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('DROP SCHEMA orders CASCADE');
