import type { Knex } from 'knex';

/**
 * `position` and `ordinal` say where in $all the message comes from, so a repeated event meets its
 * own row.
 */
const tables = `
  CREATE SCHEMA messaging;

  CREATE TABLE messaging.outbox (
    position bigint NOT NULL,
    ordinal integer NOT NULL,
    event_id uuid NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    headers json NOT NULL,
    payload json NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    partition integer,
    "offset" bigint,
    PRIMARY KEY (position, ordinal)
  ) WITH (fillfactor = 80);
  CREATE INDEX outbox_unpublished ON messaging.outbox (position, ordinal)
    WHERE published_at IS NULL;
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(tables);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('DROP SCHEMA messaging CASCADE');
