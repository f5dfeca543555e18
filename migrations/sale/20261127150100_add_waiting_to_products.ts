import type { Knex } from 'knex';

/**
 * How many orders wait for units of the product; null: none, as an older release writes it. And how
 * many the topics say that there are.
 */
const waiting = `
  ALTER TABLE read.products ADD COLUMN waiting integer CHECK (waiting > 0);
  CREATE INDEX products_waiting ON read.products (product_id) WHERE waiting IS NOT NULL;
  ALTER TABLE messaging.catalogue_feed ADD COLUMN waiting integer NOT NULL DEFAULT 0;
`;

const waitingBefore = `
  ALTER TABLE messaging.catalogue_feed DROP COLUMN waiting;
  ALTER TABLE read.products DROP COLUMN waiting;
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(waiting);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(waitingBefore);
