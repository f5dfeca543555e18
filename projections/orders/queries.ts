import type { PlacedOrder } from '../../domain/order/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { selectOrders } from './ordersTable.js';

export type OrderPage = Readonly<{ orders: PlacedOrder[]; total: number }>;

/** Pages count from 1; without `userId` the orders of all users. */
export type OrderFilter = Readonly<{
  page: number;
  limit: number;
  userId?: string | undefined;
  status?: PlacedOrder['status'] | undefined;
  idempotencyKey?: string | undefined;
}>;

/** The order as it was folded so far: `toView` shows it, and `revision` says how far that is. */
export const findOrder = async (
  database: Queryable,
  orderId: string,
): Promise<PlacedOrder | null> => (await findOrders(database, [orderId]))[0] ?? null;

/**
 * Those that are there, in no order. The order id is derived from user and Idempotency-Key, so this
 * finds keys too.
 */
export const findOrders = (
  database: Queryable,
  orderIds: readonly string[],
): Promise<PlacedOrder[]> =>
  selectOrders(database, { clause: 'WHERE o.order_id = ANY ($1::uuid[])', values: [orderIds] });

/** Newest first. */
export const findOrderPage = async (
  database: Queryable,
  { page, limit, userId, status, idempotencyKey }: OrderFilter,
): Promise<OrderPage> => {
  const matching = `WHERE ($1::uuid IS NULL OR o.user_id = $1)
    AND ($2::text IS NULL OR o.status = $2) AND ($3::text IS NULL OR o.idempotency_key = $3)`;
  const filter = [userId ?? null, status ?? null, idempotencyKey ?? null];
  const [orders, [count]] = await Promise.all([
    selectOrders(database, {
      clause: `${matching} ORDER BY o.created_at DESC, o.order_id LIMIT $4 OFFSET $5`,
      values: [...filter, limit, (page - 1) * limit],
    }),
    database.query<{ total: number }>(
      `SELECT count(*) AS total FROM read.orders AS o ${matching}`,
      filter,
    ),
  ]);

  return { orders, total: count?.total ?? 0 };
};
