import type { Knex } from 'knex';

/**
 * `snapshots` holds the heads, and of each the `id` that a save gave it last. The text of a part is
 * too short-lived to be worth compressing. What lies in the table already is of an older schema
 * version: a cache that may be emptied.
 */
const tables = `
  TRUNCATE projection.snapshots;
  ALTER TABLE projection.snapshots
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN parts integer NOT NULL DEFAULT 0 CHECK (parts >= 0);

  CREATE TABLE projection.snapshot_parts (
    stream text NOT NULL REFERENCES projection.snapshots ON DELETE CASCADE,
    part integer NOT NULL CHECK (part >= 0),
    revision bigint NOT NULL CHECK (revision >= 0),
    state text STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (stream, part)
  );
`;

const tablesBefore = `
  DROP TABLE projection.snapshot_parts;
  TRUNCATE projection.snapshots;
  ALTER TABLE projection.snapshots DROP COLUMN id, DROP COLUMN parts;
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(tables);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(tablesBefore);
