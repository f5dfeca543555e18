import type { Queryable } from '../../../platform/postgres/index.js';

export type Lag = Readonly<{
  /** The age of what is to be published next, 0 without such a message. */
  outboxMs: number;
  /** Those of the orders that have been decided. */
  decided: readonly string[];
}>;

/** Returns how far the processing of orders is behind. */
export const readLag = async (database: Queryable, orderIds: readonly string[]): Promise<Lag> => {
  const [lag] = await database.query<Lag>(statement, [orderIds]);

  return lag ?? { outboxMs: 0, decided: [] };
};

// A message that lies before what was published last was overtaken: it waits for its partition, or
// for a person, and says nothing about the others.
const statement = {
  name: 'orders-lag',
  text: `
  SELECT coalesce((
      SELECT extract(epoch FROM now() - created_at) * 1000 FROM messaging.outbox
      WHERE published_at IS NULL AND last_error IS NULL AND position > coalesce(
        (SELECT position FROM messaging.published ORDER BY position DESC LIMIT 1), -1)
      ORDER BY position, ordinal LIMIT 1
    ), 0)::float8 AS "outboxMs",
    array(
      SELECT order_id::text FROM read.orders
      WHERE order_id = ANY ($1::uuid[]) AND (status <> 'PENDING' OR inventory_status = 'WAITLISTED')
    ) AS decided`,
} as const;
