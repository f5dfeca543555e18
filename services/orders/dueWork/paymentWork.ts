import type { ExpirePayment, RemindOfPayment } from '../../../domain/order/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import {
  countPaymentsDue,
  findPaymentsDue,
  findRemindersDue,
} from '../../../projections/orders/dueQueries.js';
import type { Deps } from '../useCases/deps.js';
import { contextOfTime } from './contextOfTime.js';
import type { DueItem, DueWork } from './runDue.js';

type WorkDeps = Pick<Deps, 'orders' | 'now'> & Readonly<{ database: Queryable }>;

type Work = Pick<DueWork, 'kind' | 'next' | 'run'>;

/** Cancels orders that were not paid in time. */
export const paymentExpiry = ({ database, orders, now }: WorkDeps): Work => ({
  kind: 'payment_expiry',
  next: (after, limit) => findPaymentsDue(database, after, limit),
  run: ({ id: orderId }) =>
    handle(orders, { type: 'ExpirePayment', data: { orderId, now: now() } }),
});

/** Tells buyers that the time to pay runs out. */
export const paymentReminders = ({ database, orders, now }: WorkDeps): Work => ({
  kind: 'payment_reminder',
  next: (after, limit) => findRemindersDue(database, after, limit),
  run: ({ id: orderId }: DueItem) =>
    handle(orders, { type: 'RemindOfPayment', data: { orderId, now: now() } }),
});

/** What is to be paid, as the read model knows it whenever metrics are read. */
export const watchPaymentsDue = ({ database, metrics }: WatchDeps): void => {
  metrics.readGauge({
    name: 'quicksale_payments_due',
    help: 'Confirmed orders that are to be paid',
    read: () => countPaymentsDue(database),
  });
};

type WatchDeps = Readonly<{ database: Queryable; metrics: Metrics }>;

const handle = async (
  orders: WorkDeps['orders'],
  command: ExpirePayment | RemindOfPayment,
): Promise<void> => {
  await orders.handle(command.data.orderId, command, contextOfTime(command.data.orderId));
};
