import type { Queryable } from '../../platform/postgres/index.js';

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
