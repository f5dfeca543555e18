import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Database, Queryable } from '../../platform/postgres/index.js';
import { createRowFold } from '../rows/rowFold.js';
import type { Changes } from '../rows/rowProjection.js';
import type { ReadModel, ReadTable } from './readModel.js';
import { createShadow } from './shadowTable.js';

/**
 * A read model that is being built beside the live one. It knows tables, and nothing of outbox or
 * notifications.
 */
export type Shadow = Readonly<{
  tables: readonly Pick<ReadTable<unknown>, 'name' | 'key'>[];
  streamPrefix: string;
  create: () => Promise<void>;
  /** Folds events that follow on those before. Throws UnreadableEvent. */
  write: (records: readonly StoredEvent[]) => Promise<void>;
}>;

/** Rows that are cached between batches; others are read again. */
const cached = 50_000;

export const createShadowOf = <Row, Fact extends StoredEvent>(
  database: Database,
  schema: string,
  { projection: projectionIn, tables }: ReadModel<Row, Fact>,
): Shadow => {
  const projection = projectionIn(schema);
  const fold = createRowFold(projection, cached);

  return {
    tables,
    streamPrefix: projection.streamPrefix,
    create: async () => {
      for (const { name } of tables) await createShadow(database, schema, name);
    },
    write: async (records) => {
      const changes = await fold.fold(database, projection.factsOf(records));
      if (changes.size > 0)
        await database.transaction(async (transaction) => {
          for (const table of tables) await replaceRows(transaction, { schema, table }, changes);
        });
      fold.keep(changes);
    },
  };
};

const replaceRows = async <Row>(
  transaction: Queryable,
  { schema, table: { name, id, toRows } }: Readonly<{ schema: string; table: ReadTable<Row> }>,
  changes: Changes<Row>,
): Promise<void> => {
  const table = `${schema}.${name}`;
  const known = [...changes].flatMap(([changed, { before }]) => (before === null ? [] : [changed]));
  if (known.length > 0)
    await transaction.query(`DELETE FROM ${table} WHERE ${id} = ANY ($1::uuid[])`, [known]);
  const rows = [...changes.values()].flatMap(({ after }) => toRows(after));
  await transaction.query(
    `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [JSON.stringify(rows)],
  );
};
