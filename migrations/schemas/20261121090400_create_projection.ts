import type { Knex } from 'knex';

/** `epoch` grows with every new leader, so that a deposed one can no longer move the checkpoint. */
const tables = `
  CREATE SCHEMA projection;

  CREATE TABLE projection.checkpoints (
    name text PRIMARY KEY,
    position bigint CHECK (position >= 0),
    epoch bigint NOT NULL DEFAULT 0,
    store_id uuid NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
  ) WITH (fillfactor = 50);

  CREATE TABLE projection.parked_events (
    projection text NOT NULL,
    position bigint NOT NULL,
    stream text NOT NULL,
    revision bigint NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    event json NOT NULL,
    error text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (projection, position)
  );

  CREATE TABLE projection.snapshots (
    stream text PRIMARY KEY,
    revision bigint NOT NULL CHECK (revision >= 0),
    schema_version integer NOT NULL,
    store_id uuid NOT NULL,
    state json NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT now()
  );
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(tables);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw('DROP SCHEMA projection CASCADE');
