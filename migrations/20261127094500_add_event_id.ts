import type { Knex } from 'knex';

/**
 * The id of the event at `event_position`: a position alone is no proof that the log is the same.
 * It is known where that event has a message; elsewhere the next commit writes it.
 */
const columns = `
  ALTER TABLE projection.checkpoints ADD COLUMN event_id uuid;

  UPDATE projection.checkpoints SET event_id = (
    SELECT event_id FROM messaging.outbox WHERE outbox.position = event_position LIMIT 1);
`;

const columnsBefore = 'ALTER TABLE projection.checkpoints DROP COLUMN event_id';

export const up = (knex: Knex): Promise<void> => knex.schema.raw(columns);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(columnsBefore);
