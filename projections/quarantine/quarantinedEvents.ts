import type { StoredEvent } from '../../platform/eventStore/index.js';
import { type Queryable, storableText } from '../../platform/postgres/index.js';
import { errorText } from '../../platform/process/index.js';

/**
 * The event at which a stream waits: neither this one nor a later one of the stream is projected.
 */
export type QuarantinedEvent = Readonly<{
  position: bigint;
  stream: string;
  revision: number;
  type: string;
  error: string;
  /** The event as it is stored, without its place. */
  event: Pick<StoredEvent, 'data' | 'metadata'>;
  /** An operator wants the stream to go on without the event. */
  isSkipped: boolean;
  /** The time has come to try once more, or an operator wants it. */
  isDue: boolean;
}>;

/** What was skipped, for people. `at` is ISO 8601 UTC. */
export type SkippedEvent = Readonly<{
  position: bigint;
  stream: string;
  type: string;
  reason: string;
}>;

/** Returns the events at which streams wait, by position. */
export const openEvents = async (
  database: Queryable,
  projection: string,
): Promise<QuarantinedEvent[]> => {
  const rows = await database.query<OpenRow>(
    `SELECT position::text AS position, stream, revision, type, error, event,
       skipped_at IS NOT NULL AS "isSkipped", retry_at <= now() AS "isDue"
     FROM projection.parked_events WHERE projection = $1 AND resumed_at IS NULL
     ORDER BY parked_events.position`,
    [projection],
  );

  return rows.map((row) => ({ ...row, position: BigInt(row.position) }));
};

type OpenRow = Omit<QuarantinedEvent, 'position'> & Readonly<{ position: string }>;

/** Keeps the event, within the statement or transaction that moves the checkpoint past it. */
export const quarantineEvent = async (
  transaction: Queryable,
  projection: string,
  { event, error }: Readonly<{ event: StoredEvent; error: unknown }>,
): Promise<void> => {
  const { position, stream, revision, id, type, data, metadata } = event;
  await transaction.query(
    `INSERT INTO projection.parked_events
       (projection, position, stream, revision, event_id, type, event, error)
     VALUES ($1, $2::bigint, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (projection, position) DO UPDATE
       SET error = excluded.error, resumed_at = NULL, retry_at = now()`,
    [
      projection,
      position.toString(),
      stream,
      revision,
      id,
      storableText(type),
      JSON.stringify({ data, metadata }),
      textOf(error),
    ],
  );
};

/** In seconds: what could not be projected is tried again after so long, by whoever leads then. */
const retryAfterSeconds = 60;

export const noteFailure = async (
  database: Queryable,
  projection: string,
  { position, error }: Readonly<{ position: bigint; error: unknown }>,
): Promise<void> => {
  await database.query(
    `UPDATE projection.parked_events SET attempts = attempts + 1, error = $3,
       retry_at = now() + $4 * interval '1 second'
     WHERE projection = $1 AND position = $2::bigint`,
    [projection, position.toString(), textOf(error), retryAfterSeconds],
  );
};

/** The stream goes on: behind the event where it was skipped, else with it. */
export const closeEvent = async (
  transaction: Queryable,
  projection: string,
  position: bigint,
): Promise<void> => {
  const place = [projection, position.toString()];
  await transaction.query(
    `DELETE FROM projection.parked_events
     WHERE projection = $1 AND position = $2::bigint AND skipped_at IS NULL`,
    place,
  );
  await transaction.query(
    `UPDATE projection.parked_events SET resumed_at = now()
     WHERE projection = $1 AND position = $2::bigint`,
    place,
  );
};

/** Returns the ids of the events without which the stream goes on. */
export const skippedIds = async (
  database: Queryable,
  projection: string,
  stream: string,
): Promise<ReadonlySet<string>> => {
  const rows = await database.query<{ id: string }>(
    `SELECT event_id AS id FROM projection.parked_events
     WHERE projection = $1 AND stream = $2 AND skipped_at IS NOT NULL`,
    [projection, stream],
  );

  return new Set(rows.map(({ id }) => id));
};

/** Returns what was skipped last, newest first. */
export const lastSkipped = async (
  database: Queryable,
  projection: string,
): Promise<SkippedEvent[]> => {
  const rows = await database.query<SkippedEvent & { position: string }>(
    `SELECT position::text AS position, stream, type, skip_reason AS reason
     FROM projection.parked_events WHERE projection = $1 AND skipped_at IS NOT NULL
     ORDER BY skipped_at DESC LIMIT 10`,
    [projection],
  );

  return rows.map((row) => ({ ...row, position: BigInt(row.position) }));
};

const textOf = (error: unknown): string => storableText(errorText(error));
