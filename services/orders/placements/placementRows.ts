import type { Queryable } from '../../../platform/postgres/index.js';

/** Orders whose placing has no outcome yet, for the other processes to see. */
export type PlacementRows = Readonly<{
  /** Adds rows that count for `keptMs` from now on. */
  add: (orderIds: readonly string[], keptMs: number) => Promise<void>;
  remove: (orderIds: readonly string[]) => Promise<void>;
}>;

export const createPlacementRows = (database: Queryable): PlacementRows => ({
  add: async (orderIds, keptMs) => {
    await database.query(
      `WITH expired AS (DELETE FROM orders.open_placements WHERE expires_at < now())
       INSERT INTO orders.open_placements (order_id, expires_at)
       SELECT order_id, now() + $2 * interval '1 millisecond' FROM unnest($1::uuid[]) AS order_id
       ON CONFLICT (order_id) DO UPDATE SET expires_at = excluded.expires_at`,
      [orderIds, keptMs],
    );
  },
  remove: async (orderIds) => {
    await database.query('DELETE FROM orders.open_placements WHERE order_id = ANY ($1::uuid[])', [
      orderIds,
    ]);
  },
});
