import type { Queryable, Statement } from '../../platform/postgres/index.js';

/** Channel on which a commit tells the earliest time at which something of an order is due. */
export const dueChannel = 'order_due';

/** An order, and when something of it is due, in milliseconds since the epoch. */
type DueOrder = Readonly<{ id: string; dueAt: number }>;

export type FindDue = (
  database: Queryable,
  after: DueOrder | null,
  limit: number,
) => Promise<readonly DueOrder[]>;

/** Returns the look-up that a statement makes, whose parameters are a time, an id and a limit. */
export const findDueBy =
  (statement: Statement): FindDue =>
  (database, after, limit) =>
    database.query<DueOrder>(statement, [
      after === null ? null : new Date(after.dueAt).toISOString(),
      after?.id ?? null,
      limit,
    ]);

const due = "status = 'CONFIRMED' AND pay_by IS NOT NULL AND paid_at IS NULL";

/** Returns orders whose time to pay ends, by that time, behind `after`. */
export const findPaymentsDue: FindDue = findDueBy({
  name: 'payments-due',
  text: `
    SELECT order_id AS id, round(extract(epoch FROM pay_by) * 1000)::float8 AS "dueAt" FROM read.orders
    WHERE ${due} AND ($1::timestamptz IS NULL OR (pay_by, order_id) > ($1, $2::uuid))
    ORDER BY pay_by, order_id LIMIT $3`,
});

/** Returns orders of which their buyers are reminded a minute before, by that time. */
export const findRemindersDue: FindDue = findDueBy({
  name: 'reminders-due',
  text: `
    SELECT order_id AS id, round(extract(epoch FROM pay_by) * 1000)::float8 - 60000 AS "dueAt"
    FROM read.orders
    WHERE ${due} AND payment_reminded_at IS NULL AND payment_window_seconds >= 120
      AND ($1::timestamptz IS NULL
        OR (pay_by, order_id) > ($1::timestamptz + interval '60 s', $2::uuid))
    ORDER BY pay_by, order_id LIMIT $3`,
});

/** Returns how many orders wait for their payment. */
export const countPaymentsDue = async (database: Queryable): Promise<number> => {
  const [row] = await database.query<{ total: number }>(
    `SELECT count(*) AS total FROM read.orders WHERE ${due}`,
  );

  return row?.total ?? 0;
};
