import type { PlacedOrder } from '../domain/order/index.js';
import type { Queryable } from '../platform/postgres/index.js';
import type { Term } from './checkpoint.js';
import { Fenced } from './errors.js';
import { toItemRows, toOrderRow } from './orders/orderRow.js';
import type { OutboxRow } from './outbox/outboxRow.js';
import type { ProductRow } from './products/productRow.js';
import type { Change, Changes } from './rowProjection.js';

/** All that a batch of events leads to, up to and with `position`. */
export type Batch = Readonly<{
  position: bigint;
  products: Changes<ProductRow>;
  orders: Changes<PlacedOrder>;
  outbox: readonly OutboxRow[];
}>;

/**
 * Read models, outbox, checkpoint and notifications in one statement: all of it, or nothing. The checkpoint moves only
 * in this term and from where the term knows it to be, and nothing is written unless it moves. Throws Fenced then.
 */
export const commitBatch = async (
  database: Queryable,
  term: Term,
  { position, products, orders, outbox }: Batch,
): Promise<void> => {
  const orderChanges = [...orders.values()];
  const [row] = await database.query<{ moved: boolean }>(statement, [
    term.name,
    term.epoch,
    term.position?.toString() ?? null,
    position.toString(),
    JSON.stringify(Array.from(products.values(), ({ after }) => after)),
    JSON.stringify(orderChanges.map(({ after }) => toOrderRow(after))),
    JSON.stringify(orderChanges.flatMap(({ after }) => toItemRows(after))),
    JSON.stringify(orderChanges.flatMap(linesKept)),
    JSON.stringify(outbox),
    [...products.values()].flatMap(stockNotification),
  ]);
  if (row?.moved !== true)
    throw new Fenced(`Checkpoint ${term.name} was moved by somebody else than term ${term.epoch}`);
};

/** Orders that may have lines in the table which they have no more, with those that they keep. */
const linesKept = ({ before, after }: Change<PlacedOrder>) => {
  const kept = after.lines.map(({ itemId }) => itemId);
  const mayHaveLost =
    before === null
      ? after.revision > 0
      : before.lines.some(({ itemId }) => !kept.includes(itemId));

  return mayHaveLost ? [{ order_id: after.orderId, kept }] : [];
};

const stockNotification = ({ before, after }: Change<ProductRow>): string[] => {
  if (before?.on_hand === after.on_hand && before.reserved === after.reserved) return [];
  const available = after.on_hand - after.reserved;

  return [JSON.stringify({ productId: after.product_id, available, revision: after.revision })];
};

/** `SET a = excluded.a, …` */
const replaced = (...columns: string[]): string =>
  columns.map((column) => `${column} = excluded.${column}`).join(', ');

const text = `
WITH moved AS (
  UPDATE projection.checkpoints SET position = $4::bigint, updated_at = now()
  WHERE name = $1 AND epoch = $2 AND position IS NOT DISTINCT FROM $3::bigint
  RETURNING true AS yes
), products AS (
  INSERT INTO read.products AS old
  SELECT p.* FROM moved, json_populate_recordset(NULL::read.products, $5::json) AS p
  ON CONFLICT (product_id) DO UPDATE SET ${replaced('name', 'description', 'category', 'price')},
    ${replaced('original_price', 'max_per_customer', 'sale_starts_at', 'sale_ends_at')},
    ${replaced('withdrawn_at', 'version', 'on_hand', 'reserved', 'revision', 'updated_at')}
  WHERE old.revision < excluded.revision
), orders AS (
  INSERT INTO read.orders AS old
  SELECT o.* FROM moved, json_populate_recordset(NULL::read.orders, $6::json) AS o
  ON CONFLICT (order_id) DO UPDATE SET ${replaced('status', 'inventory_status', 'reason')},
    ${replaced('total_amount', 'revision', 'updated_at')}
  WHERE old.revision < excluded.revision
  RETURNING order_id
), items AS (
  INSERT INTO read.order_items
  SELECT i.* FROM json_populate_recordset(NULL::read.order_items, $7::json) AS i
  JOIN orders USING (order_id)
  ON CONFLICT (order_id, item_id) DO UPDATE SET ${replaced('line', 'quantity', 'unit_price')},
    ${replaced('order_revision', 'inventory_status')}
), gone AS (
  DELETE FROM read.order_items AS i
  USING json_to_recordset($8::json) AS k (order_id uuid, kept uuid[]) JOIN orders USING (order_id)
  WHERE i.order_id = k.order_id AND i.item_id <> ALL (k.kept)
), outbox AS (
  INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
  SELECT m.* FROM moved, json_to_recordset($9::json) AS m (position bigint, ordinal integer,
    event_id uuid, topic text, key text, headers json, payload json)
  ON CONFLICT (position, ordinal) DO NOTHING
  RETURNING 1
)
SELECT EXISTS (SELECT FROM moved) AS moved,
  (SELECT pg_notify('outbox', '') FROM outbox LIMIT 1),
  (SELECT pg_notify('projection', $4::text) FROM moved),
  (SELECT count(pg_notify('stock', payload)) FROM moved, unnest($10::text[]) AS payload)`;

const statement = { name: 'commit-batch', text };

/**
 * Settings for the sessions that run it: a plan made while the tables are empty would scan them when they are full.
 * Every part of the statement has an index to go by.
 */
export const pinnedPlans = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
} as const;
