import { createLru, type Lru, roughBytesOf } from '../../platform/concurrency/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import type { Change, Changes, RowProjection } from './rowProjection.js';

/**
 * Folds batches of events into rows. Caches the rows that were committed, which is right only while
 * nobody else writes them.
 */
export type RowFold<Row, Fact extends StoredEvent> = Readonly<{
  fold: (database: Queryable, facts: readonly Fact[]) => Promise<Changes<Row>>;
  /** To be called when the changes are committed. */
  keep: (changes: Changes<Row>) => void;
}>;

type Options = Readonly<{
  /** Rows that are kept at least. */
  cached?: number;
  /** Up to this position in `$all` rows may be written already, also those of new streams. */
  writtenUpTo?: bigint;
}>;

/** Orders of fifty lines and products with the longest texts weigh 10 KiB and more. */
const weight = { atMostBytes: 32 * 1024 ** 2, bytesOf: roughBytesOf };

export const createRowFold = <Row, Fact extends StoredEvent>(
  projection: RowProjection<Row, Fact>,
  { cached = 4_000, writtenUpTo = -1n }: Options = {},
): RowFold<Row, Fact> => {
  const cache = createLru<string, Row>({ size: cached, weight });

  return {
    fold: async (database, facts) => {
      if (facts.length === 0) return new Map();
      const before = await rowsBefore(projection, { database, cache, facts, writtenUpTo });

      return foldAll(projection, before, facts);
    },
    keep: (changes) => {
      for (const [id, { after }] of changes) cache.set(id, after);
    },
  };
};

type Deps<Row, Fact extends StoredEvent> = Readonly<{
  database: Queryable;
  cache: Lru<string, Row>;
  facts: readonly Fact[];
  writtenUpTo: bigint;
}>;

/**
 * A stream that begins within the batch had no row before; a repeated first event meets the row's
 * revision guard.
 */
const rowsBefore = async <Row, Fact extends StoredEvent>(
  { streamPrefix, load }: RowProjection<Row, Fact>,
  { database, cache, facts, writtenUpTo }: Deps<Row, Fact>,
): Promise<Map<string, Row | null>> => {
  const before = new Map<string, Row | null>();
  const missing: string[] = [];
  for (const { stream, revision, position } of facts) {
    const id = stream.slice(streamPrefix.length);
    if (before.has(id)) continue;
    const row = cache.get(id) ?? null;
    before.set(id, row);
    if (row === null && (revision > 0 || position <= writtenUpTo)) missing.push(id);
  }
  if (missing.length > 0)
    for (const [id, row] of await load(database, missing)) before.set(id, row);

  return before;
};

const foldAll = <Row, Fact extends StoredEvent>(
  { streamPrefix, evolve, revisionOf }: RowProjection<Row, Fact>,
  before: ReadonlyMap<string, Row | null>,
  events: readonly Fact[],
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
