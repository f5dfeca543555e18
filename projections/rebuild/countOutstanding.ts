import type { Queryable } from '../../platform/postgres/index.js';
import { recountOutstanding } from '../products/outstanding.js';
import type { Shadow } from './shadow.js';

/**
 * Counts the outstanding units of the rebuilt products, in the lines of the rebuilt orders, or of
 * the live ones where those are not rebuilt. To be called when all are equally far: what the
 * comparison saw before is compared again.
 */
export const countOutstanding = async (
  transaction: Queryable,
  schema: string,
  shadows: readonly Shadow[],
): Promise<void> => {
  const hasTable = (table: string) => (shadow: Shadow) =>
    shadow.tables.some(({ name }) => name === table);
  const ofProducts = shadows.find(hasTable('products'));
  if (ofProducts === undefined) return;
  const products = `${schema}.products`;
  const items = shadows.some(hasTable('order_items'))
    ? `${schema}.order_items`
    : 'read.order_items';
  await recountOutstanding(transaction, null, { products, items });
  const rows = await transaction.query<{ id: string }>(
    `SELECT product_id AS id FROM read.products WHERE outstanding <> 0
     UNION SELECT product_id FROM ${products} WHERE outstanding <> 0
     UNION SELECT id FROM ${products}_differing`,
  );
  ofProducts.noteWritten(rows.map(({ id }) => id));
};
