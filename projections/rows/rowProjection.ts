import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Queryable } from '../../platform/postgres/index.js';

/**
 * A read model with one row per stream, folded like an aggregate. `evolve` is pure; null is "no
 * row".
 */
export type RowProjection<Row, Fact extends StoredEvent> = Readonly<{
  /** Streams of this category have a row. */
  streamPrefix: string;
  /** Returns what records say about them; throws UnreadableEvent. */
  factsOf: (records: readonly StoredEvent[]) => readonly Fact[];
  evolve: (row: Row | null, event: Fact) => Row | null;
  revisionOf: (row: Row) => number;
  load: (database: Queryable, ids: readonly string[]) => Promise<ReadonlyMap<string, Row>>;
}>;

export type Change<Row> = Readonly<{ before: Row | null; after: Row }>;

/** Rows by id that a batch of events changed. */
export type Changes<Row> = ReadonlyMap<string, Change<Row>>;
