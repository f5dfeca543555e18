import type { Knex } from 'knex';

const inventoryStatus = `inventory_status text NOT NULL
        CHECK (inventory_status IN ('PENDING', 'RESERVED', 'REJECTED', 'RELEASED', 'COMMITTED'))`;

/** Money is in integer minor units; `revision` is that of the last event folded into the row. */
const tables = `
  CREATE SCHEMA read;

  CREATE TABLE read.products (
    product_id uuid PRIMARY KEY,
    sku text NOT NULL UNIQUE,
    name text NOT NULL,
    description text,
    category text NOT NULL,
    price bigint NOT NULL CHECK (price >= 0),
    original_price bigint CHECK (original_price >= 0),
    currency text NOT NULL,
    max_per_customer integer,
    sale_starts_at timestamptz,
    sale_ends_at timestamptz,
    withdrawn_at timestamptz,
    version integer NOT NULL CHECK (version >= 1),
    on_hand bigint NOT NULL CHECK (on_hand >= 0),
    reserved bigint NOT NULL CHECK (reserved >= 0 AND reserved <= on_hand),
    revision bigint NOT NULL CHECK (revision >= 0),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
  ) WITH (fillfactor = 70);
  CREATE INDEX products_by_age ON read.products (created_at DESC, product_id)
    WHERE withdrawn_at IS NULL;
  CREATE INDEX products_by_category ON read.products (category, created_at DESC, product_id)
    WHERE withdrawn_at IS NULL;

  CREATE TABLE read.orders (
    order_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    status text NOT NULL
      CHECK (status IN ('PENDING', 'CONFIRMED', 'CANCELLED', 'SHIPPED', 'DELIVERED')),
    ${inventoryStatus},
    reason text,
    total_amount bigint NOT NULL CHECK (total_amount >= 0),
    currency text NOT NULL,
    idempotency_key text NOT NULL,
    request_fingerprint text NOT NULL,
    message text NOT NULL,
    revision bigint NOT NULL CHECK (revision >= 0),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
  ) WITH (fillfactor = 80);
  CREATE INDEX orders_by_user ON read.orders (user_id, created_at DESC, order_id);
  CREATE INDEX orders_by_age ON read.orders (created_at DESC, order_id);

  CREATE TABLE read.order_items (
    order_id uuid NOT NULL,
    item_id uuid NOT NULL,
    line integer NOT NULL,
    product_id uuid NOT NULL,
    name text NOT NULL,
    quantity integer NOT NULL CHECK (quantity >= 0),
    unit_price bigint NOT NULL CHECK (unit_price >= 0),
    order_revision bigint NOT NULL,
    ${inventoryStatus},
    PRIMARY KEY (order_id, item_id)
  ) WITH (fillfactor = 80);
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(tables);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('DROP SCHEMA read CASCADE');
