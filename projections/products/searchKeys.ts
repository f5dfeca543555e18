import { comparisonKey, sortKey } from '../../contracts/text/comparisonKey.js';
import type { Queryable } from '../../platform/postgres/index.js';

type Details = Readonly<{
  name: string;
  sku: string;
  description: string | null;
  category: string;
}>;

/** Columns of `read.products` that searching, sorting and filtering compare. */
export type SearchKeys = Readonly<{ search_key: string; name_key: string; category_key: string }>;

export const searchKeysOf = ({ name, sku, description, category }: Details): SearchKeys => ({
  search_key: comparisonKey([name, sku, description ?? ''].join(' ')),
  name_key: sortKey(name),
  category_key: comparisonKey(category),
});

const atOnce = 500;

type Row = Details & SearchKeys & Readonly<{ product_id: string }>;

/**
 * Gives their keys to the rows that an older release wrote: it leaves those of a new product out,
 * and those of a changed one as they were.
 */
export const correctSearchKeys = async (database: Queryable): Promise<void> => {
  let after: string | null = null;
  do {
    const rows: Row[] = await rowsAfter(database, after);
    const wrong = rows.filter(hasOtherKeys).map(withOwnKeys);
    if (wrong.length > 0) await database.query(setKeys, [JSON.stringify(wrong)]);
    after = rows.at(-1)?.product_id ?? null;
  } while (after !== null);
};

const rowsAfter = (database: Queryable, after: string | null): Promise<Row[]> =>
  database.query<Row>(
    `SELECT product_id, name, sku, description, category, search_key, name_key, category_key
     FROM read.products WHERE $1::uuid IS NULL OR product_id > $1::uuid
     ORDER BY product_id LIMIT ${atOnce}`,
    [after],
  );

const hasOtherKeys = (row: Row): boolean => {
  const keys = searchKeysOf(row);

  return (
    row.search_key !== keys.search_key ||
    row.name_key !== keys.name_key ||
    row.category_key !== keys.category_key
  );
};

const withOwnKeys = (row: Row): Row => ({ ...row, ...searchKeysOf(row) });

const setKeys = `
  UPDATE read.products AS p
  SET search_key = k.search_key, name_key = k.name_key, category_key = k.category_key
  FROM json_to_recordset($1::json)
    AS k (product_id uuid, search_key text, name_key text, category_key text)
  WHERE p.product_id = k.product_id`;
