import type { Database } from '../../../platform/postgres/index.js';
import type { ProductStock } from '../../../projections/products/notifications.js';

/** Reads the stock from the read model; products that it does not know are left out. */
export const readProductStock = (
  database: Database,
  productIds: readonly string[],
): Promise<ProductStock[]> => database.query<ProductStock>(levels, [productIds]);

const levels = {
  name: 'notifier_stock_levels',
  text: `
    SELECT product_id AS "productId", on_hand - reserved AS available,
      coalesce(waiting, 0) AS waiting, revision
    FROM read.products WHERE product_id = ANY ($1::uuid[])`,
} as const;
