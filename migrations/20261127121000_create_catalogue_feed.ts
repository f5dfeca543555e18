import type { Knex } from 'knex';

/** What the topics about products have of each product. */
const table = `
  CREATE TABLE messaging.catalogue_feed (
    product_id uuid PRIMARY KEY,
    version integer NOT NULL,
    is_withdrawn boolean NOT NULL,
    available integer NOT NULL
  ) WITH (fillfactor = 80);
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(table);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw('DROP TABLE messaging.catalogue_feed');
