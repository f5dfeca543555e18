import type { Knex } from 'knex';

/**
 * Units of order lines that wait for the inventory's answer. An older release that leads leaves
 * them out: `outstanding_position` is where the checkpoint stood when they were last right, and a
 * projector that finds it elsewhere counts them anew.
 */
const columns = `
  ALTER TABLE read.products ADD COLUMN outstanding bigint;
  ALTER TABLE projection.checkpoints ADD COLUMN outstanding_position bigint;
`;

const columnsBefore = `
  ALTER TABLE read.products DROP COLUMN outstanding;
  ALTER TABLE projection.checkpoints DROP COLUMN outstanding_position;
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(columns);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(columnsBefore);
