import type { PlacedOrder } from '../../domain/order/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import type { Changes } from '../rows/rowProjection.js';

/** Signed numbers of units, by product. */
export type UnitChanges = ReadonlyMap<string, number>;

/**
 * Returns by how much the units change that wait for the inventory's answer, when orders change;
 * `counted` are those of the orders' rows where `before` does not say it. It counts whole targets:
 * a line that waits for more than it holds counts with what it holds.
 */
export const outstandingChanges = (
  orders: Changes<PlacedOrder>,
  counted: UnitChanges = new Map(),
): UnitChanges => {
  const changes = new Map<string, number>();
  for (const [productId, units] of counted) changes.set(productId, -units);
  for (const { before, after } of orders.values()) {
    addPending(changes, after, 1);
    if (before !== null) addPending(changes, before, -1);
  }
  for (const [productId, change] of changes) if (change === 0) changes.delete(productId);

  return changes;
};

const addPending = (changes: Map<string, number>, { lines }: PlacedOrder, sign: 1 | -1): void => {
  for (const { productId, quantity, inventoryStatus } of lines)
    if (inventoryStatus === 'PENDING')
      changes.set(productId, (changes.get(productId) ?? 0) + sign * quantity);
};

/** Returns the units that wait, by the rows of an order or of a product's lines. */
export const pendingUnits = async (
  database: Queryable,
  of: Readonly<{ column: 'order_id' | 'product_id'; id: string }>,
): Promise<UnitChanges> => {
  const rows = await database.query<{ productId: string; units: number }>(
    `SELECT product_id AS "productId", sum(quantity)::int AS units FROM read.order_items
     WHERE ${of.column} = $1 AND inventory_status = 'PENDING' GROUP BY product_id`,
    [of.id],
  );

  return new Map(rows.map(({ productId, units }) => [productId, units]));
};

/** Returns the outstanding units of a product, 0 without a row. */
export const findOutstanding = async (database: Queryable, productId: string): Promise<number> => {
  const [row] = await database.query<{ units: number }>(
    `SELECT greatest(coalesce(outstanding, 0), 0)::int AS units
     FROM read.products WHERE product_id = $1`,
    [productId],
  );

  return row?.units ?? 0;
};

type Tables = Readonly<{ products: string; items: string }>;

const live: Tables = { products: 'read.products', items: 'read.order_items' };

/**
 * Counts them anew in the lines of the orders: for one product, or for all. It reads all lines, and
 * is for what happens rarely.
 */
export const recountOutstanding = async (
  database: Queryable,
  productId: string | null = null,
  { products, items }: Tables = live,
): Promise<void> => {
  await database.query(
    `UPDATE ${products} AS p SET outstanding = counted.units
     FROM (
       SELECT product_id, coalesce(units, 0) AS units
       FROM ${products} LEFT JOIN (
         SELECT product_id, sum(quantity) AS units FROM ${items}
         WHERE inventory_status = 'PENDING' GROUP BY product_id
       ) AS waiting USING (product_id)
       WHERE $1::uuid IS NULL OR product_id = $1::uuid
     ) AS counted
     WHERE p.product_id = counted.product_id AND p.outstanding IS DISTINCT FROM counted.units`,
    [productId],
  );
};
