import type { Knex } from 'knex';

/**
 * `position` says how far a projection has looked, `event_position` where the last event lies that
 * it handled: the place to resume from. The position of an older release may be any record's, which
 * a scavenge can remove, so it is not taken over. The last event with a message in the outbox, or
 * in quarantine, stands in for it: what came after it is looked through once more, and changes
 * nothing.
 */
const columns = `
  ALTER TABLE projection.checkpoints ADD COLUMN event_position bigint
    CHECK (event_position >= 0 AND event_position <= position);

  UPDATE projection.checkpoints SET event_position = greatest(
    (SELECT max(position) FROM messaging.outbox),
    (SELECT max(position) FROM projection.parked_events WHERE projection = checkpoints.name));
`;

const columnsBefore = 'ALTER TABLE projection.checkpoints DROP COLUMN event_position';

export const up = (knex: Knex): Promise<void> => knex.schema.raw(columns);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(columnsBefore);
