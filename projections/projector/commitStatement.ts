import type { Statement } from '../../platform/postgres/index.js';
import { dueChannel } from '../orders/dueQueries.js';
import { outstandingChannel, productChannel, stockChannel } from '../products/notifications.js';
import { moveCheckpoint } from './term.js';

/** `SET a = excluded.a, …` */
const replaced = (...columns: string[]): string =>
  columns.map((column) => `${column} = excluded.${column}`).join(', ');

const notified = (channel: string, payloads: string): string => `
    SELECT pg_notify('${channel}', payload) FROM moved, unnest(${payloads}::text[]) AS payload`;

/** Units of a product, of which fewer are left than this, are told at each change of any kind. */
const scarceBelow = 200;

/** A row as it is after the statement; the position is the one to which the checkpoint moves. */
const levels = `product_id, on_hand - reserved AS available, outstanding,
  coalesce(waiting, 0) AS waiting, revision`;

const notice = `json_build_object('productId', product_id, 'available', available,
        'outstanding', outstanding, 'waiting', waiting, 'revision', revision, 'position', $5::text)::text`;

// a product is in one of the two parts only: one statement updates no row twice
const insertedMessages = (rows: string): string => `
    INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
    SELECT m.* FROM moved, json_to_recordset(${rows}::json) AS m (position bigint, ordinal integer,
      event_id uuid, topic text, key text, headers json, payload json)
    ON CONFLICT (position, ordinal) DO NOTHING
    RETURNING 1`;

const writes = {
  products: (rows: string) => `
    INSERT INTO read.products AS old
    SELECT p.* FROM moved, json_populate_recordset(NULL::read.products, ${rows}::json) AS p
    ON CONFLICT (product_id) DO UPDATE SET ${replaced('name', 'description', 'category', 'price')},
      ${replaced('original_price', 'max_per_customer', 'sale_starts_at', 'sale_ends_at')},
      ${replaced('payment_window_seconds')},
      ${replaced('search_key', 'name_key', 'category_key')},
      ${replaced('withdrawn_at', 'version', 'on_hand', 'reserved', 'waiting', 'revision', 'updated_at')},
      outstanding = coalesce(old.outstanding, 0) + excluded.outstanding
    WHERE old.revision < excluded.revision
    RETURNING ${levels}`,
  outstanding: (changes: string) => `
    UPDATE read.products SET outstanding = coalesce(outstanding, 0) + c.change
    FROM moved, json_to_recordset(${changes}::json) AS c (id uuid, change bigint)
    WHERE product_id = c.id
    RETURNING ${levels}, c.change`,
  orders: (rows: string) => `
    INSERT INTO read.orders AS old
    SELECT o.* FROM moved, json_populate_recordset(NULL::read.orders, ${rows}::json) AS o
    ON CONFLICT (order_id) DO UPDATE SET ${replaced('status', 'inventory_status', 'reason')},
      ${replaced('total_amount', 'pay_by', 'payment_reminded_at', 'paid_at', 'payment_reference')},
      ${replaced('revision', 'updated_at')}
    WHERE old.revision < excluded.revision
    RETURNING order_id`,
  items: (rows: string) => `
    INSERT INTO read.order_items
    SELECT i.* FROM json_populate_recordset(NULL::read.order_items, ${rows}::json) AS i
    JOIN orders USING (order_id)
    ON CONFLICT (order_id, item_id) DO UPDATE SET ${replaced('line', 'quantity', 'unit_price')},
      ${replaced('order_revision', 'inventory_status', 'waitlist_place')}`,
  gone: (kept: string) => `
    DELETE FROM read.order_items AS i
    USING json_to_recordset(${kept}::json) AS k (order_id uuid, kept uuid[])
    JOIN orders USING (order_id)
    WHERE i.order_id = k.order_id AND i.item_id <> ALL (k.kept)`,
  outbox: insertedMessages,
  quietOutbox: insertedMessages,
  stock: (ids: string) => `
    SELECT pg_notify('${stockChannel}', ${notice})
    FROM products WHERE product_id = ANY (${ids}::uuid[])`,
  product: (ids: string) => notified(productChannel, ids),
  due: (times: string) => notified(dueChannel, times),
} as const;

/** Notifications for those who wait for a part. */
const calls: Partial<Record<PartName, string>> = {
  outbox: "(SELECT pg_notify('outbox', '') FROM outbox LIMIT 1)",
  stock: '(SELECT count(*) FROM stock)',
  outstanding: `(SELECT count(pg_notify('${outstandingChannel}', ${notice})) FROM outstanding
    WHERE available - greatest(outstanding, outstanding - change) < ${scarceBelow})`,
  product: '(SELECT count(*) FROM product)',
  due: '(SELECT count(*) FROM due)',
};

export type PartName = keyof typeof writes;

const partNames = Object.keys(writes);

const statements = new Map<string, Statement>();

/**
 * Moves the checkpoint and writes these parts with it. The contents of the parts follow on
 * `moveParameters`. One statement per set of parts, so that each connection prepares each once.
 */
export const statementOf = (parts: readonly PartName[]): Statement => {
  // Postgres tells names apart by 63 characters
  const name = `commit-batch-${parts.map((part) => partNames.indexOf(part)).join('')}`;
  const known = statements.get(name) ?? { name, text: textOf(parts) };
  statements.set(name, known);

  return known;
};

const textOf = (parts: readonly PartName[]): string => {
  const written = parts.map((name, index) => `${name} AS (${writes[name](`$${index + 8}`)})`);
  const called = parts.flatMap((name) => calls[name] ?? []);

  return `
    WITH ${[`moved AS (${moveCheckpoint})`, ...written].join(', ')}
    SELECT ${['EXISTS (SELECT FROM moved) AS moved', ...called].join(', ')}`;
};
