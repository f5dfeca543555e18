import type { Knex } from 'knex';

/**
 * `outbox` holds what has not been published; what has been lies in `published`, by the day of its
 * publication in UTC, so that the end of a day is a DROP. Rows that an older release marks in
 * `outbox` are moved by the bridge. `pruned_days` keeps the last event of each day that was
 * dropped: one row a day by which a restored event store is recognised. The two functions run with
 * the rights of the owner, since only an owner may add and drop partitions.
 */
const tables = `
  CREATE TABLE messaging.published (
    position bigint NOT NULL,
    ordinal integer NOT NULL,
    event_id uuid NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    headers json NOT NULL,
    payload json NOT NULL,
    attempts integer NOT NULL,
    created_at timestamptz NOT NULL,
    published_at timestamptz NOT NULL,
    partition integer,
    "offset" bigint,
    PRIMARY KEY (position, ordinal, published_at)
  ) PARTITION BY RANGE (published_at);
  CREATE TABLE messaging.published_other PARTITION OF messaging.published DEFAULT;

  CREATE TABLE messaging.pruned_days (
    day date PRIMARY KEY,
    position bigint NOT NULL,
    event_id uuid NOT NULL
  );
`;

const ofTheOwner = `
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '1s'`;

/** A day that has rows in the other partition already stays there. */
const addDays = `
  CREATE FUNCTION messaging.add_published_days(first date, last date) RETURNS void ${ofTheOwner}
  AS $function$
  DECLARE
    day date;
    name text;
  BEGIN
    FOR day IN SELECT generate_series(first, last, interval '1 day')::date LOOP
      name := 'messaging.published_' || to_char(day, 'YYYYMMDD');
      CONTINUE WHEN to_regclass(name) IS NOT NULL OR EXISTS (
        SELECT FROM messaging.published_other
        WHERE published_at >= day AND published_at < day + 1);
      EXECUTE format(
        'CREATE TABLE %s PARTITION OF messaging.published FOR VALUES FROM (%L) TO (%L)',
        name, day, day + 1);
    END LOOP;
  END
  $function$;
`;

/** Drops the days that ended so long ago. Returns how many. */
const dropDays = `
  CREATE FUNCTION messaging.drop_published_days(keep interval) RETURNS integer ${ofTheOwner}
  AS $function$
  DECLARE
    before date := (now() - keep)::date;
    dropped integer := 0;
    day date;
    name text;
  BEGIN
    FOR day, name IN
      SELECT to_date(right(relname, 8), 'YYYYMMDD'), 'messaging.' || relname
      FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'messaging.published'::regclass AND relname ~ '^published_[0-9]{8}$'
      ORDER BY 1
    LOOP
      CONTINUE WHEN day >= before;
      EXECUTE format(
        'INSERT INTO messaging.pruned_days SELECT %L, position, event_id FROM %s
         ORDER BY position DESC LIMIT 1 ON CONFLICT (day) DO NOTHING', day, name);
      EXECUTE 'DROP TABLE ' || name;
      dropped := dropped + 1;
    END LOOP;
    WITH over AS (
      DELETE FROM messaging.published_other WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM messaging.published_other WHERE published_at < before LIMIT 10000))
      RETURNING published_at::date AS over_day, position, event_id
    )
    INSERT INTO messaging.pruned_days AS known
    SELECT DISTINCT ON (over_day) over_day, position, event_id FROM over
    ORDER BY over_day, position DESC
    ON CONFLICT ON CONSTRAINT pruned_days_pkey DO UPDATE
    SET position = excluded.position, event_id = excluded.event_id
    WHERE known.position < excluded.position;
    RETURN dropped;
  END
  $function$;
`;

const rights = `
  REVOKE EXECUTE ON FUNCTION messaging.add_published_days(date, date) FROM PUBLIC;
  REVOKE EXECUTE ON FUNCTION messaging.drop_published_days(interval) FROM PUBLIC;
`;

/** What was published goes back to where an older release looks for it. */
const tablesBefore = `
  INSERT INTO messaging.outbox
    (position, ordinal, event_id, topic, key, headers, payload, attempts, created_at, published_at,
     partition, "offset")
  SELECT position, ordinal, event_id, topic, key, headers, payload, attempts, created_at,
    published_at, partition, "offset"
  FROM messaging.published ORDER BY published_at
  ON CONFLICT (position, ordinal) DO NOTHING;
  DROP FUNCTION messaging.add_published_days;
  DROP FUNCTION messaging.drop_published_days;
  DROP TABLE messaging.published, messaging.pruned_days;
`;

export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw([tables, addDays, dropDays, rights].join(''));

export const down = (knex: Knex): Promise<void> => knex.schema.raw(tablesBefore);
