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

type Table = Readonly<{ name: string; key: readonly string[] }>;

/** What a swap would change, row by row and column by column. */
export const differenceOf = async (
  database: Queryable,
  schema: string,
  { name, key }: Table,
): Promise<Difference> => {
  const [found] = await database.query<Omit<Difference, 'table'>>(
    `WITH compared AS (
       SELECT CASE WHEN s.${key[0]} IS NULL THEN 'surplus' WHEN l.${key[0]} IS NULL THEN 'missing'
                   ELSE 'changed' END AS kind,
         concat_ws('/', ${key.join(', ')}) AS key,
         (s.${key[0]} IS NULL OR l.${key[0]} IS NULL OR l.* IS DISTINCT FROM s.*) AS differs
       FROM read.${name} AS l FULL JOIN ${schema}.${name} AS s USING (${key.join(', ')})
     )
     SELECT (SELECT count(*) FROM ${schema}.${name}) AS rows,
       count(*) FILTER (WHERE differs AND kind = 'surplus') AS surplus,
       count(*) FILTER (WHERE differs AND kind = 'missing') AS missing,
       count(*) FILTER (WHERE differs AND kind = 'changed') AS changed,
       array(SELECT kind || ' ' || key FROM compared WHERE differs ORDER BY key LIMIT 5) AS examples
     FROM compared`,
  );
  if (found === undefined) throw new Error('An aggregate returns one row');

  return { table: name, ...found };
};

export const isSame = ({ surplus, missing, changed }: Difference): boolean =>
  surplus + missing + changed === 0;
