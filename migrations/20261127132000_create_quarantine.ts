import type { Knex } from 'knex';

/**
 * A quarantined event holds its stream until it could be projected (the row goes), or until the
 * stream went on without it (`resumed_at`), as an operator has told with a reason. A message waits
 * here, and with it what came later with its key. `record_time` is that of the broker: after a loss
 * of Kafka another message lies at the same offset.
 */
const tables = `
  ALTER TABLE projection.parked_events
    ADD COLUMN attempts integer NOT NULL DEFAULT 1,
    ADD COLUMN retry_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN skipped_at timestamptz,
    ADD COLUMN skip_reason text,
    ADD COLUMN resumed_at timestamptz;
  CREATE INDEX parked_events_open ON projection.parked_events (stream) WHERE resumed_at IS NULL;

  CREATE TABLE messaging.quarantined_messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_id text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    record_time bigint NOT NULL,
    key bytea,
    value bytea,
    headers json NOT NULL,
    state text NOT NULL CHECK (state IN ('undecided', 'waiting', 'unwritten')),
    stream text,
    error text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    quarantined_at timestamptz NOT NULL DEFAULT now(),
    retry_at timestamptz NOT NULL DEFAULT now(),
    skipped_at timestamptz,
    skip_reason text,
    UNIQUE (group_id, topic, partition, "offset", record_time)
  );
  CREATE INDEX quarantined_messages_open ON messaging.quarantined_messages (group_id, topic, key, id)
    WHERE skipped_at IS NULL;
`;

const tablesBefore = `
  DROP TABLE messaging.quarantined_messages;
  DROP INDEX projection.parked_events_open;
  ALTER TABLE projection.parked_events
    DROP COLUMN attempts, DROP COLUMN retry_at, DROP COLUMN skipped_at,
    DROP COLUMN skip_reason, DROP COLUMN resumed_at;
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(tables);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(tablesBefore);
