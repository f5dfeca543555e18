import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Queryable } from '../../platform/postgres/index.js';

/** A read model with one row per stream, folded like an aggregate. `evolve` is pure; null is "no row". */
export type RowProjection<Row> = Readonly<{
  /** Streams of this category have a row. */
  streamPrefix: string;
  evolve: (row: Row | null, event: StoredEvent) => Row | null;
  revisionOf: (row: Row) => number;
  load: (database: Queryable, ids: readonly string[]) => Promise<ReadonlyMap<string, Row>>;
}>;

export type Change<Row> = Readonly<{ before: Row | null; after: Row }>;

/** Rows by id that a batch of events changed. */
export type Changes<Row> = ReadonlyMap<string, Change<Row>>;

/**
 * Folds batches of events into rows. Remembers the rows that it has seen, since the projector is their only writer;
 * `keep` what was committed, and `forget` everything when somebody else may have written.
 */
export type RowFold<Row> = Readonly<{
  fold: (database: Queryable, events: readonly StoredEvent[]) => Promise<Changes<Row>>;
  keep: (changes: Changes<Row>) => void;
}>;

export const createRowFold = <Row>(
  projection: RowProjection<Row>,
  remembered = 4_000,
): RowFold<Row> => {
  const known = new Map<string, Row>();

  return {
    fold: async (database, events) => {
      const own = events.filter(({ stream }) => stream.startsWith(projection.streamPrefix));
      if (own.length === 0) return new Map();
      const before = await rowsBefore(projection, { database, known, own });

      return foldAll(projection, before, own);
    },
    keep: (changes) => {
      for (const [id, { after }] of changes) {
        known.delete(id);
        known.set(id, after);
      }
      for (const id of known.keys()) {
        if (known.size <= remembered) break;
        known.delete(id);
      }
    },
  };
};

type Sources<Row> = Readonly<{
  database: Queryable;
  known: ReadonlyMap<string, Row>;
  own: readonly StoredEvent[];
}>;

/** A stream that begins within the batch had no row before; a repeated first event meets the row's revision guard. */
const rowsBefore = async <Row>(
  { streamPrefix, load }: RowProjection<Row>,
  { database, known, own }: Sources<Row>,
): Promise<Map<string, Row | null>> => {
  const before = new Map<string, Row | null>();
  const missing: string[] = [];
  for (const { stream, revision } of own) {
    const id = stream.slice(streamPrefix.length);
    if (before.has(id)) continue;
    const row = known.get(id) ?? null;
    before.set(id, row);
    if (row === null && revision > 0) missing.push(id);
  }
  if (missing.length > 0)
    for (const [id, row] of await load(database, missing)) before.set(id, row);

  return before;
};

const foldAll = <Row>(
  { streamPrefix, evolve, revisionOf }: RowProjection<Row>,
  before: ReadonlyMap<string, Row | null>,
  events: readonly StoredEvent[],
): Changes<Row> => {
  const rows = new Map(before);
  const changes = new Map<string, Change<Row>>();
  for (const event of events) {
    const id = event.stream.slice(streamPrefix.length);
    const row = rows.get(id) ?? null;
    if (row !== null && event.revision <= revisionOf(row)) continue;
    const after = evolve(row, event);
    if (after === null) continue;
    rows.set(id, after);
    changes.set(id, { before: before.get(id) ?? null, after });
  }

  return changes;
};
