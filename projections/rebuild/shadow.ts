import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Database, Queryable } from '../../platform/postgres/index.js';
import { createRowFold } from '../rows/rowFold.js';
import type { Changes } from '../rows/rowProjection.js';
import type { ComparedTable } from './difference.js';
import type { ReadModel, ReadTable } from './readModel.js';
import { createShadow } from './shadowTable.js';

/**
 * A read model that is being built beside the live one. It knows tables, and nothing of outbox or
 * notifications.
 */
export type Shadow = Readonly<{
  tables: readonly ComparedTable[];
  streamPrefix: string;
  create: () => Promise<void>;
  /** Folds events that follow on those before. Throws UnreadableEvent. */
  write: (records: readonly StoredEvent[]) => Promise<void>;
  /** Rows of these streams were written in another way. */
  noteWritten: (ids: readonly string[]) => void;
  /** Returns the streams whose rows were written since the last call. */
  takeWritten: () => string[];
  rowsIn: (table: string) => number;
}>;

/** Rows that are cached between batches; others are read again. */
const cached = 50_000;

export const createShadowOf = <Row, Fact extends StoredEvent>(
  database: Database,
  schema: string,
  { projection: projectionIn, tables }: ReadModel<Row, Fact>,
): Shadow => {
  const projection = projectionIn(schema);
  const fold = createRowFold(projection, { cached });
  const rows = new Map<string, number>();
  const rowsIn = (table: string): number => rows.get(table) ?? 0;
  let written = new Set<string>();

  return {
    tables: tables.map(({ name, key, id }) => ({ schema, name, key, id })),
    streamPrefix: projection.streamPrefix,
    create: async () => {
      for (const { name } of tables) await createShadow(database, schema, name);
    },
    write: async (records) => {
      const changes = await fold.fold(database, projection.factsOf(records));
      if (changes.size > 0)
        await database.transaction(async (transaction) => {
          for (const table of tables) {
            const more = await replaceRows(transaction, { schema, table }, changes);
            rows.set(table.name, rowsIn(table.name) + more);
          }
        });
      fold.keep(changes);
      for (const id of changes.keys()) written.add(id);
    },
    noteWritten: (ids) => {
      for (const id of ids) written.add(id);
    },
    takeWritten: () => {
      const taken = [...written];
      written = new Set();

      return taken;
    },
    rowsIn,
  };
};

/** Returns by how many rows the table has grown. */
const replaceRows = async <Row>(
  transaction: Queryable,
  { schema, table: { name, id, toRows } }: Readonly<{ schema: string; table: ReadTable<Row> }>,
  changes: Changes<Row>,
): Promise<number> => {
  const table = `${schema}.${name}`;
  const known = [...changes].flatMap(([changed, { before }]) => (before === null ? [] : [changed]));
  const deletion = `DELETE FROM ${table} WHERE ${id} = ANY ($1::uuid[]) RETURNING 1`;
  const replaced = known.length > 0 ? await transaction.query(deletion, [known]) : [];
  const rows = [...changes.values()].flatMap(({ after }) => toRows(after));
  await transaction.query(
    `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [JSON.stringify(rows)],
  );

  return rows.length - replaced.length;
};
