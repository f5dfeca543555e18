import type { Knex } from 'knex';

/** The id of the event at the snapshot's revision; a snapshot without one is not used. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw('ALTER TABLE projection.snapshots ADD COLUMN event_id uuid');

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw('ALTER TABLE projection.snapshots DROP COLUMN event_id');
