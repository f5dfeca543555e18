import type { Knex } from 'knex';

/**
 * Nullable without a default: a projector of the release before writes rows without them. An order
 * whose payment is due has `pay_by` and no `paid_at`; only those are in the indexes, by which they
 * are found when their time comes.
 */
const columns = `
  ALTER TABLE read.products ADD COLUMN payment_window_seconds integer;

  ALTER TABLE read.orders
    ADD COLUMN payment_window_seconds integer,
    ADD COLUMN pay_by timestamptz,
    ADD COLUMN payment_reminded_at timestamptz,
    ADD COLUMN paid_at timestamptz,
    ADD COLUMN payment_reference text;

  CREATE INDEX orders_to_be_paid ON read.orders (pay_by, order_id)
    WHERE pay_by IS NOT NULL AND paid_at IS NULL;
  CREATE INDEX orders_to_be_reminded ON read.orders (pay_by, order_id)
    WHERE pay_by IS NOT NULL AND paid_at IS NULL AND payment_reminded_at IS NULL
      AND payment_window_seconds >= 120;
`;

const columnsBefore = `
  DROP INDEX read.orders_to_be_paid;
  DROP INDEX read.orders_to_be_reminded;

  ALTER TABLE read.orders
    DROP COLUMN payment_window_seconds, DROP COLUMN pay_by, DROP COLUMN payment_reminded_at,
    DROP COLUMN paid_at, DROP COLUMN payment_reference;

  ALTER TABLE read.products DROP COLUMN payment_window_seconds;
`;

export const up = (knex: Knex): Promise<void> => knex.schema.raw(columns);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(columnsBefore);
