import { type Database, pinnedPlans } from '../../../platform/postgres/index.js';
import type { OutboxRow } from '../../../projections/outbox/outboxRow.js';
import { publishedColumns } from '../retention/publishedDays.js';

/**
 * A stored row as the relay reads it. `id` is the position of its event in $all and the ordinal
 * among the messages of that event.
 */
export type UnpublishedRow = Readonly<{
  id: string;
  /** A place alone is no proof that the row is the same: see `rebuild --from-store`. */
  eventId: string;
  topic: string;
  key: string;
  headers: Readonly<Record<string, string>>;
  payload: string;
}>;

/** What the broker acknowledged. */
export type Publication = Readonly<{ row: UnpublishedRow; partition: number; offset: bigint }>;

export type Outbox = Readonly<{
  /**
   * Moves these to `messaging.published` and returns the next `limit` unpublished rows after the
   * row `after`, or from the first one when it is null, oldest first. One statement, to save a
   * round trip.
   */
  markAndSelect: (
    published: readonly Publication[],
    next: Readonly<{ after: string | null; limit: number }>,
  ) => Promise<UnpublishedRow[]>;
  /**
   * The row can never be sent. It is not selected again until an operator clears its `last_error`.
   */
  quarantine: (row: UnpublishedRow, reason: string) => Promise<void>;
  /** Returns topic and key of every quarantined row. */
  quarantinedKeys: () => Promise<Readonly<{ topic: string; key: string }>[]>;
}>;

export const createOutbox = (database: Database): Outbox => ({
  markAndSelect: (published, { after, limit }) =>
    database.query<UnpublishedRow>(markAndSelectStatement, [
      published.map(({ row }) => positionOf(row.id)),
      published.map(({ row }) => ordinalOf(row.id)),
      published.map(({ partition }) => partition),
      published.map(({ offset }) => offset.toString()),
      after === null ? '-1' : positionOf(after),
      after === null ? '-1' : ordinalOf(after),
      limit,
      published.map(({ row }) => row.eventId),
    ]),
  quarantine: async (row, reason) => {
    await database.query(quarantineStatement, [
      positionOf(row.id),
      ordinalOf(row.id),
      reason,
      row.eventId,
    ]);
  },
  quarantinedKeys: () => database.query(quarantinedKeysStatement),
});

/** As the relay would read what the projector has written. */
export const toUnpublished = (row: OutboxRow): UnpublishedRow => ({
  id: `${row.position}.${row.ordinal}`,
  eventId: row.event_id,
  topic: row.topic,
  key: row.key,
  headers: row.headers,
  payload: JSON.stringify(row.payload),
});

/** Whether a row lies behind another one, or behind none. */
export const isBehind = (id: string, other: string | null): boolean => {
  if (other === null) return true;
  const [position, otherPosition] = [BigInt(positionOf(id)), BigInt(positionOf(other))];

  return position === otherPosition
    ? Number(ordinalOf(id)) > Number(ordinalOf(other))
    : position > otherPosition;
};

const positionOf = (id: string): string => id.slice(0, id.indexOf('.'));
const ordinalOf = (id: string): string => id.slice(id.indexOf('.') + 1);

// The select does not see what the deletion before it changed: those rows are before `after`, or in
// flight. Each mark looks its row up, which LATERAL with LIMIT lays down: joined, the outbox would
// be compared row by row with every mark once it was analyzed while it was all but empty, which is
// when nothing waits. A row that somebody else changes meanwhile is waited for, and stays: it is
// sent again, and never lost between the two tables. An older release marks rows in the outbox: the
// first mark counts.
const markAndSelectStatement = {
  name: 'bridge-mark-and-select',
  text: `
  WITH marked AS MATERIALIZED (
    SELECT o.*, m.partition AS now_partition, m."offset" AS now_offset
    FROM unnest($1::bigint[], $2::integer[], $3::integer[], $4::bigint[], $8::uuid[])
      AS m(position, ordinal, partition, "offset", event_id)
    CROSS JOIN LATERAL (
      SELECT ctid AS place, * FROM messaging.outbox
      WHERE position = m.position AND ordinal = m.ordinal AND event_id = m.event_id
      LIMIT 1 FOR UPDATE
    ) AS o
  ), removed AS (
    DELETE FROM messaging.outbox WHERE ctid = ANY (ARRAY(SELECT place FROM marked))
    RETURNING ctid AS place
  ), kept AS (
    INSERT INTO messaging.published (${publishedColumns})
    SELECT position, ordinal, event_id, topic, key, headers, payload, attempts + 1, created_at,
      coalesce(published_at, now()), coalesce(partition, now_partition),
      coalesce("offset", now_offset)
    FROM marked WHERE place = ANY (ARRAY(SELECT place FROM removed))
    ON CONFLICT DO NOTHING
  )
  SELECT position || '.' || ordinal AS id, event_id AS "eventId", topic, key, headers,
    payload::text AS payload
  FROM messaging.outbox
  WHERE published_at IS NULL AND last_error IS NULL
    AND (position, ordinal) > ($5::bigint, $6::integer)
  ORDER BY position, ordinal
  LIMIT $7`,
} as const;

const quarantineStatement = `
  UPDATE messaging.outbox SET attempts = attempts + 1, last_error = $3
  WHERE position = $1 AND ordinal = $2 AND event_id = $4 AND published_at IS NULL`;

const quarantinedKeysStatement = `
  SELECT DISTINCT topic, key FROM messaging.outbox
  WHERE published_at IS NULL AND last_error IS NOT NULL`;

/**
 * Settings under which the statements above use the primary key and the partial index in its order.
 */
export const outboxPlans = { ...pinnedPlans, enable_bitmapscan: 'off' } as const;
