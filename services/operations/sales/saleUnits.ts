import type { SaleUnits } from '../../../contracts/http/admin/sales.js';
import type { Queryable } from '../../../platform/postgres/index.js';

type Row = Readonly<{
  revision: number;
  onHand: number;
  reserved: number;
  pending: number;
  due: number;
  settled: number;
  shipped: number;
  waiting: number;
}>;

export type UnitsAt = Readonly<{ revision: number; units: SaleUnits }>;

/**
 * Units by what has become of them. What is reserved without an order, by hand, counts as held.
 * Returns null where there is no such product.
 */
export const readUnits = async (
  database: Queryable,
  productId: string,
): Promise<UnitsAt | null> => {
  const [row] = await database.query<Row>(statement, [productId]);
  if (row === undefined) return null;
  const { revision, onHand, reserved, pending, settled, shipped, waiting } = row;
  const paid = Math.min(settled, reserved);

  return {
    revision,
    units: {
      onHand,
      free: onHand - reserved,
      outstanding: pending,
      held: reserved - paid,
      paid,
      shipped,
      waiting,
    },
  };
};

const statement = `
  SELECT p.revision, p.on_hand AS "onHand", p.reserved,
    coalesce(l.pending, 0)::integer AS pending, coalesce(l.settled, 0)::integer AS settled,
    coalesce(l.shipped, 0)::integer AS shipped, coalesce(l.waiting, 0)::integer AS waiting
  FROM read.products AS p
  LEFT JOIN LATERAL (
    SELECT
      sum(i.quantity) FILTER (WHERE i.inventory_status = 'PENDING') AS pending,
      sum(i.quantity) FILTER (WHERE i.inventory_status = 'RESERVED' AND o.status <> 'PENDING'
        AND (o.pay_by IS NULL OR o.paid_at IS NOT NULL)) AS settled,
      sum(i.quantity) FILTER (WHERE i.inventory_status = 'COMMITTED') AS shipped,
      sum(i.quantity) FILTER (WHERE i.inventory_status = 'WAITLISTED') AS waiting
    FROM read.order_items AS i JOIN read.orders AS o USING (order_id)
    WHERE i.product_id = p.product_id
  ) AS l ON true
  WHERE p.product_id = $1`;
