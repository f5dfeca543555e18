import { type Database, pinnedPlans as plansByIndex } from '../../../platform/postgres/index.js';

/** A message to publish. `id` is its place: position in $all and ordinal among the messages of that event. */
export type OutboxRow = Readonly<{
  id: string;
  topic: string;
  key: string;
  headers: Readonly<Record<string, string>>;
  payload: string;
}>;

/** What the broker acknowledged. */
export type Publication = Readonly<{ row: OutboxRow; partition: number; offset: bigint }>;

export type Outbox = Readonly<{
  /**
   * Marks these as published and answers the next `limit` unpublished rows behind the row `after`, from the first one
   * when it is null, oldest first. One statement, because both wait for the same round trip.
   */
  markAndSelect: (
    published: readonly Publication[],
    next: Readonly<{ after: string | null; limit: number }>,
  ) => Promise<OutboxRow[]>;
  /** Sets a row aside that can never be sent, until somebody clears its `last_error`. */
  park: (row: OutboxRow, reason: string) => Promise<void>;
  /** Topic and key of every row that is set aside. */
  parkedKeys: () => Promise<Readonly<{ topic: string; key: string }>[]>;
}>;

export const createOutbox = (database: Database): Outbox => ({
  markAndSelect: (published, { after, limit }) =>
    database.query<OutboxRow>(markAndSelectStatement, [
      published.map(({ row }) => positionOf(row.id)),
      published.map(({ row }) => ordinalOf(row.id)),
      published.map(({ partition }) => partition),
      published.map(({ offset }) => offset.toString()),
      after === null ? '-1' : positionOf(after),
      after === null ? '-1' : ordinalOf(after),
      limit,
    ]),
  park: async (row, reason) => {
    await database.query(parkStatement, [positionOf(row.id), ordinalOf(row.id), reason]);
  },
  parkedKeys: () => database.query(parkedKeysStatement),
});

const positionOf = (id: string): string => id.slice(0, id.indexOf('.'));
const ordinalOf = (id: string): string => id.slice(id.indexOf('.') + 1);

// The select does not see what the update before it changed: those rows are behind `after`, or still in hand. The update does
// not ask for unpublished rows, or it would be planned to walk through all that are, once per batch.
const markAndSelectStatement = {
  name: 'bridge-mark-and-select',
  text: `
  WITH marked AS (
    UPDATE messaging.outbox AS o
    SET published_at = coalesce(o.published_at, now()), attempts = o.attempts + 1,
      partition = coalesce(o.partition, m.partition), "offset" = coalesce(o."offset", m."offset")
    FROM unnest($1::bigint[], $2::integer[], $3::integer[], $4::bigint[])
      AS m(position, ordinal, partition, "offset")
    WHERE o.position = m.position AND o.ordinal = m.ordinal
  )
  SELECT position || '.' || ordinal AS id, topic, key, headers, payload::text AS payload
  FROM messaging.outbox
  WHERE published_at IS NULL AND last_error IS NULL
    AND (position, ordinal) > ($5::bigint, $6::integer)
  ORDER BY position, ordinal
  LIMIT $7`,
} as const;

const parkStatement = `
  UPDATE messaging.outbox SET attempts = attempts + 1, last_error = $3
  WHERE position = $1 AND ordinal = $2 AND published_at IS NULL`;

const parkedKeysStatement = `
  SELECT DISTINCT topic, key FROM messaging.outbox
  WHERE published_at IS NULL AND last_error IS NOT NULL`;

/** One plan for each statement above: a nested loop over the primary key, and the partial index in its order. */
export const pinnedPlans = { ...plansByIndex, enable_bitmapscan: 'off' } as const;
