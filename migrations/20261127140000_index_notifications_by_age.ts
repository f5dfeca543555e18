import type { Knex } from 'knex';

/**
 * For the deletion of old notifications. While it is built no notification is written; the notifier
 * tries again.
 */
const index = 'CREATE INDEX notifications_by_age ON notify.notifications (created_at)';

const indexBefore = 'DROP INDEX notify.notifications_by_age';

export const up = (knex: Knex): Promise<void> => knex.schema.raw(index);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(indexBefore);
