import type { Knex } from 'knex';

const statuses = (table: string, ...more: string[]) => `
  ALTER TABLE read.${table} DROP CONSTRAINT ${table}_inventory_status_check;
  ALTER TABLE read.${table} ADD CONSTRAINT ${table}_inventory_status_check CHECK (inventory_status
    IN (${['PENDING', 'RESERVED', 'REJECTED', 'RELEASED', 'COMMITTED', ...more].map((status) => `'${status}'`).join(', ')}))
    NOT VALID;
`;

/**
 * An order may wait for units, at a place of the product's waitlist. The index counts those who
 * wait before it, and finds those whom nobody will serve; the place is there only while they wait,
 * so that other orders never touch the index. NOT VALID: what was allowed before still is.
 */
const waitlist = `
  ${statuses('orders', 'WAITLISTED')}
  ${statuses('order_items', 'WAITLISTED')}
  ALTER TABLE read.order_items ADD COLUMN waitlist_place integer CHECK (waitlist_place > 0);
  CREATE INDEX order_items_waiting ON read.order_items (product_id, waitlist_place)
    WHERE waitlist_place IS NOT NULL;
`;

const waitlistBefore = `
  ALTER TABLE read.order_items DROP COLUMN waitlist_place;
  ${statuses('orders')}
  ${statuses('order_items')}
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(waitlist);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(waitlistBefore);
