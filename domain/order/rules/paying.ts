import type { ExpirePayment, RecordPayment, RemindOfPayment } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { OrderCancelled, OrderPaid, OrderPaymentReminded } from '../events.js';
import { totalOf } from '../lines.js';
import {
  isOver,
  isReminded,
  paidWith,
  type Payment,
  reminderLeadSeconds,
  secondsAfter,
} from '../payment.js';
import type { Confirmed, PlacedOrder } from '../state.js';
import { snapshotOf, toSnapshot } from '../view.js';
import { orderCancelled } from './cancelling.js';
import { requireConfirmed, requireNoPendingChange } from './status.js';

/** The same payment again changes nothing, whatever became of the order since. */
export const recordPayment = ({ data }: RecordPayment, order: PlacedOrder): OrderPaid[] => {
  if (order.payment.status === 'PAID') {
    requireSamePayment(data, order, order.payment);

    return [];
  }
  requireOpenWindow(order, data.now);
  const current = requireNoPendingChange(order);
  requireTotal(data, current);

  return [orderPaid(current, data)];
};

/** Nothing to do for an order that was paid or cancelled, or whose window is still open. */
export const expirePayment = (
  { data: { now } }: ExpirePayment,
  order: PlacedOrder,
): OrderCancelled[] =>
  isDue(order) && isOver(order.payment.payBy, now)
    ? [orderCancelled(order, 'PAYMENT_EXPIRED', now)]
    : [];

/** Nothing to do too early, too late, the second time, and for windows that are short. */
export const remindOfPayment = (
  { data: { now } }: RemindOfPayment,
  order: PlacedOrder,
): OrderPaymentReminded[] => {
  if (!isDue(order) || order.payment.remindedAt !== null) return [];
  if (!isReminded(order.paymentWindowSeconds)) return [];
  const { payBy } = order.payment;
  const isTime = isOver(secondsAfter(payBy, -reminderLeadSeconds), now);

  return isTime && !isOver(payBy, now) ? [orderPaymentReminded(order, payBy, now)] : [];
};

/** A release without payments may have shipped the order during a deployment. */
const isDue = (order: PlacedOrder): order is Due =>
  order.status === 'CONFIRMED' && order.payment.status === 'DUE';

type Due = Confirmed & Readonly<{ payment: Extract<Payment, { status: 'DUE' }> }>;

type Paid = Extract<Payment, { status: 'PAID' }>;

const requireSamePayment = (
  { reference, amount }: RecordPayment['data'],
  order: PlacedOrder,
  payment: Paid,
): void => {
  if (reference !== payment.reference)
    throw ruleBroken('ALREADY_PAID', 'The order was paid by another payment');
  requireTotal({ amount }, order);
};

const requireOpenWindow = (order: PlacedOrder, now: string): void => {
  if (order.status === 'CANCELLED' && order.reason === 'PAYMENT_EXPIRED') throw windowClosed();
  const { payment } = requireConfirmed(order);
  if (payment.status !== 'DUE')
    throw ruleBroken('PAYMENT_NOT_DUE', 'Products of this order have no payment window');
  if (isOver(payment.payBy, now)) throw windowClosed();
};

const requireTotal = (
  { amount }: Pick<RecordPayment['data'], 'amount'>,
  { lines }: Pick<PlacedOrder, 'lines'>,
): void => {
  if (amount !== totalOf(lines))
    throw ruleBroken('AMOUNT_MISMATCH', 'The amount is not the total of the order');
};

const windowClosed = () =>
  ruleBroken('PAYMENT_WINDOW_CLOSED', 'The time to pay is over; what was paid is to be refunded');

const orderPaid = (
  { orderId, userId, status, lines, payment }: Confirmed,
  { reference, amount, now }: RecordPayment['data'],
): OrderPaid => ({
  type: 'OrderPaid',
  data: {
    orderId,
    userId,
    snapshot: snapshotOf(status, lines, paidWith(payment, { paidAt: now, reference })),
    reference,
    amount,
    paidAt: now,
  },
});

const orderPaymentReminded = (
  order: PlacedOrder,
  payBy: string,
  now: string,
): OrderPaymentReminded => ({
  type: 'OrderPaymentReminded',
  data: {
    orderId: order.orderId,
    userId: order.userId,
    snapshot: toSnapshot(order),
    payBy,
    remindedAt: now,
  },
});
