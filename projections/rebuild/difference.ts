import type { Queryable } from '../../platform/postgres/index.js';

/**
 * Rows of one table: only live, only rebuilt, or not the same in both; `examples` are keys of some
 * of them.
 */
export type Difference = Readonly<{
  table: string;
  rows: number;
  surplus: number;
  missing: number;
  changed: number;
  examples: string[];
}>;

export type ComparedTable = Readonly<{
  /** Where the rebuilt table lies. */
  schema: string;
  name: string;
  key: readonly string[];
  /** Column that names the stream. */
  id: string;
}>;

/** Compares all rows, column by column, and keeps which differ in a table of the same schema. */
export const compareAll = async (database: Queryable, table: ComparedTable): Promise<void> => {
  const { schema, name } = table;
  await database.query(
    `CREATE TABLE ${differing(table)} AS ${rowsThatDiffer(table, `read.${name}`, `${schema}.${name}`)}`,
  );
  await database.query(`CREATE INDEX ON ${differing(table)} (id)`);
};

/** Compares the rows of some streams again: those that were written since. */
export const compareAgain = async (
  database: Queryable,
  table: ComparedTable,
  ids: readonly string[],
): Promise<void> => {
  if (ids.length === 0) return;
  const { schema, name, id } = table;
  const some = (from: string) => `(SELECT * FROM ${from}.${name} WHERE ${id} = ANY ($1::uuid[]))`;
  await database.query(`DELETE FROM ${differing(table)} WHERE id = ANY ($1::uuid[])`, [ids]);
  await database.query(
    `INSERT INTO ${differing(table)} ${rowsThatDiffer(table, some('read'), some(schema))}`,
    [ids],
  );
};

/** What a swap would change, by the last comparison of each row. `rows`: of the rebuilt table. */
export const differenceOf = async (
  database: Queryable,
  table: ComparedTable,
  rows: number,
): Promise<Difference> => {
  const [found] = await database.query<Omit<Difference, 'table' | 'rows'>>(
    `SELECT count(*) FILTER (WHERE kind = 'surplus') AS surplus,
       count(*) FILTER (WHERE kind = 'missing') AS missing,
       count(*) FILTER (WHERE kind = 'changed') AS changed,
       array(SELECT kind || ' ' || key FROM ${differing(table)} ORDER BY key LIMIT 5) AS examples
     FROM ${differing(table)}`,
  );
  if (found === undefined) throw new Error('An aggregate returns one row');

  return { table: table.name, rows, ...found };
};

export const isSame = ({ surplus, missing, changed }: Difference): boolean =>
  surplus + missing + changed === 0;

const differing = ({ schema, name }: ComparedTable): string => `${schema}.${name}_differing`;

const rowsThatDiffer = ({ key, id }: ComparedTable, live: string, rebuilt: string): string =>
  `SELECT ${id} AS id, concat_ws('/', ${key.join(', ')}) AS key,
     CASE WHEN s.${id} IS NULL THEN 'surplus' WHEN l.${id} IS NULL THEN 'missing' ELSE 'changed' END
       AS kind
   FROM ${live} AS l FULL JOIN ${rebuilt} AS s USING (${key.join(', ')})
   WHERE s.${id} IS NULL OR l.${id} IS NULL OR l.* IS DISTINCT FROM s.*`;
