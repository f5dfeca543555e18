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

type Row = Details & Readonly<{ product_id: string }>;

/** Gives their keys to the rows that an older release wrote. */
export const addMissingSearchKeys = async (database: Queryable): Promise<void> => {
  for (let rows = await rowsWithoutKeys(database); rows.length > 0;) {
    const keys = rows.map((row) => ({ product_id: row.product_id, ...searchKeysOf(row) }));
    await database.query(addKeys, [JSON.stringify(keys)]);
    rows = await rowsWithoutKeys(database);
  }
};

const rowsWithoutKeys = (database: Queryable): Promise<Row[]> =>
  database.query<Row>(
    `SELECT product_id, name, sku, description, category FROM read.products
     WHERE name_key IS NULL LIMIT ${atOnce}`,
  );

const addKeys = `
  UPDATE read.products AS p
  SET search_key = k.search_key, name_key = k.name_key, category_key = k.category_key
  FROM json_to_recordset($1::json)
    AS k (product_id uuid, search_key text, name_key text, category_key text)
  WHERE p.product_id = k.product_id AND p.name_key IS NULL`;
