import type { Queryable } from '../../../platform/postgres/index.js';
import type { Found } from './rowsMatchStreams.js';

type Row = Readonly<{ looked: number; broken: number; examples: string[] | null }>;

/**
 * Of every product, no more units are reserved than are on hand, and no more are in reserved lines
 * than are reserved.
 */
export const stockAddsUp = async (database: Queryable): Promise<Found> => {
  const [row] = await database.query<Row>(statement);

  return { looked: row?.looked ?? 0, broken: row?.broken ?? 0, examples: row?.examples ?? [] };
};

const statement = `
  WITH levels AS (
    SELECT p.product_id, p.on_hand, p.reserved, coalesce(l.units, 0) AS units
    FROM read.products AS p
    LEFT JOIN (SELECT product_id, sum(quantity) AS units FROM read.order_items
               WHERE inventory_status = 'RESERVED' GROUP BY product_id) AS l USING (product_id)
  ), wrong AS (
    SELECT *, format('inventory-%s: %s on hand, %s reserved, %s in lines', product_id, on_hand,
      reserved, units) AS said
    FROM levels WHERE reserved > on_hand OR units > reserved
  )
  SELECT (SELECT count(*) FROM levels)::integer AS looked,
    (SELECT count(*) FROM wrong)::integer AS broken,
    (SELECT array_agg(said) FROM (SELECT said FROM wrong LIMIT 5) AS few) AS examples`;
