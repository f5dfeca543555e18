import type { Knex } from 'knex';

/**
 * What searching, filtering and sorting compare, the same whatever the locale of the database. The
 * projector makes the keys of products; to rows that have none it adds them when it starts to lead.
 * Emails and usernames are ASCII: citext compares them by the locale, where `I` need not be the
 * capital of `i`; in the collation "C" it always is.
 */
const keys = `
  ALTER TABLE read.products
    ADD COLUMN search_key text COLLATE "C",
    ADD COLUMN name_key text COLLATE "C",
    ADD COLUMN category_key text COLLATE "C";

  DROP INDEX read.products_by_category;
  CREATE INDEX products_by_category ON read.products (category_key, created_at DESC, product_id)
    WHERE withdrawn_at IS NULL;

  CREATE UNIQUE INDEX users_email_folded ON auth.users (lower(email::text COLLATE "C"));
  CREATE UNIQUE INDEX users_username_folded ON auth.users (lower(username::text COLLATE "C"));
`;

const keysBefore = `
  DROP INDEX auth.users_email_folded;
  DROP INDEX auth.users_username_folded;

  DROP INDEX read.products_by_category;
  CREATE INDEX products_by_category ON read.products (category, created_at DESC, product_id)
    WHERE withdrawn_at IS NULL;

  ALTER TABLE read.products
    DROP COLUMN search_key, DROP COLUMN name_key, DROP COLUMN category_key;
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(keys);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(keysBefore);
