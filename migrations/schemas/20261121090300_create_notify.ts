import type { Knex } from 'knex';

/** `cursor` counts 1, 2, 3 … per user without holes; `cursors` holds the last one given. */
const tables = `
  CREATE SCHEMA notify;

  CREATE TABLE notify.notifications (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    cursor bigint NOT NULL CHECK (cursor >= 1),
    event_id uuid NOT NULL UNIQUE,
    order_id uuid NOT NULL,
    type text NOT NULL,
    message text NOT NULL,
    data jsonb NOT NULL,
    read_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, cursor)
  );
  CREATE INDEX notifications_unread ON notify.notifications (user_id, cursor)
    WHERE read_at IS NULL;

  CREATE TABLE notify.cursors (
    user_id uuid PRIMARY KEY,
    cursor bigint NOT NULL CHECK (cursor >= 0)
  ) WITH (fillfactor = 70);
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(tables);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('DROP SCHEMA notify CASCADE');
