import type { PlacedOrder } from '../../domain/order/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { type OrderItemRow, type OrderRow, toPlacedOrder } from './orderRow.js';

type Stored = Readonly<{ row: OrderRow; items: OrderItemRow[] }>;

type Selection = Readonly<{ clause: string; values: readonly unknown[]; schema?: string }>;

/**
 * Rows of `read.orders` that a clause names, with their lines, as the orders that were folded into
 * them.
 */
export const selectOrders = async (
  database: Queryable,
  { clause, values, schema = 'read' }: Selection,
): Promise<PlacedOrder[]> => {
  const stored = await database.query<Stored>(
    `SELECT to_json(o) AS row,
       (SELECT coalesce(json_agg(i ORDER BY i.line), '[]')
        FROM ${schema}.order_items AS i WHERE i.order_id = o.order_id) AS items
     FROM ${schema}.orders AS o ${clause}`,
    values,
  );

  return stored.map(({ row, items }) => toPlacedOrder(row, items));
};
