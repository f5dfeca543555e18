import type { Queryable } from '../../../platform/postgres/index.js';
import { type CompareDeps, rowsMatchStreams } from './rowsMatchStreams.js';
import { stockAddsUp } from './stockAddsUp.js';

/** How many violations each invariant has; it rejects where it cannot be looked at. */
export const invariants: Readonly<Record<string, (deps: CompareDeps) => Promise<number>>> = {
  oversold: async ({ database }) => (await stockAddsUp(database)).broken,
  negative_stock: ({ database }) => count(database, negativeStock),
  lost_orders: ({ database }) => count(database, lostOrders),
  rows_differ: async (deps) => (await rowsMatchStreams(deps)).broken,
};

const count = async (database: Queryable, statement: string): Promise<number> => {
  const [row] = await database.query<{ broken: number }>(statement);

  return row?.broken ?? 0;
};

/** No table takes less than nothing, so an event that says so lies in quarantine. */
const negativeStock = `
  SELECT count(DISTINCT stream)::integer AS broken FROM projection.parked_events
  WHERE stream LIKE 'inventory-%' AND resumed_at IS NULL AND skipped_at IS NULL
    AND least((event->'data'->>'available')::numeric, (event->'data'->>'onHand')::numeric) < 0`;

/**
 * Accepted orders of the last day that nobody has decided for ten minutes, although nothing about
 * them is under way, on a waitlist or in quarantine.
 */
const lostOrders = `
  SELECT count(*)::integer AS broken FROM read.orders AS o
  WHERE status = 'PENDING' AND inventory_status <> 'WAITLISTED'
    AND created_at BETWEEN now() - interval '1 day' AND now() - interval '10 minutes'
    AND NOT EXISTS (SELECT FROM messaging.outbox
      WHERE published_at IS NULL AND key = o.order_id::text)
    AND NOT EXISTS (SELECT FROM projection.parked_events
      WHERE stream = 'order-' || o.order_id AND resumed_at IS NULL)
    AND NOT EXISTS (SELECT FROM messaging.quarantined_messages
      WHERE skipped_at IS NULL AND key = convert_to(o.order_id::text, 'UTF8'))`;
