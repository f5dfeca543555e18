import type { Queryable } from '../../platform/postgres/index.js';
import { type FindDue, findDueBy } from './dueQueries.js';

/** How many orders wait for the product at a lower place. */
export const countAhead = async (
  database: Queryable,
  { productId, place }: Readonly<{ productId: string; place: number }>,
): Promise<number> => {
  const [row] = await database.query<{ ahead: number }>(ahead, [productId, place]);

  return row?.ahead ?? 0;
};

const ahead = {
  name: 'waitlist-ahead',
  text: `
    SELECT count(*)::integer AS ahead FROM read.order_items
    WHERE product_id = $1 AND waitlist_place < $2`,
} as const;

/** Of orders that wait, by the time at which nobody will serve them any more. */
const endedAt = (column: 'sale_ends_at' | 'withdrawn_at') => `
    SELECT order_id AS id, round(extract(epoch FROM ${column}) * 1000)::float8 AS "dueAt"
    FROM read.order_items JOIN read.products USING (product_id)
    WHERE waitlist_place IS NOT NULL AND ${column} IS NOT NULL
      AND ($1::timestamptz IS NULL OR (${column}, order_id) > ($1, $2::uuid))
    ORDER BY ${column}, order_id LIMIT $3`;

/** Returns orders that wait for units, by the end of the sale, behind `after`. */
export const findWaitingAfterSale: FindDue = findDueBy({
  name: 'waiting-after-sale',
  text: endedAt('sale_ends_at'),
});

/** Returns orders that wait for a product that was withdrawn, by that time, behind `after`. */
export const findWaitingForWithdrawn: FindDue = findDueBy({
  name: 'waiting-for-withdrawn',
  text: endedAt('withdrawn_at'),
});
