import {
  type OrderCancelled,
  type OrderCommand,
  type OrderConfirmed,
  type OrderPaid,
  type OrderPaymentReminded,
  type OrderPlaced,
} from '../../../domain/order/index.js';
import {
  cancelled,
  confirmed,
  orderId,
  placed,
  reserved,
  shoe,
  shown,
  userId,
} from './orderFixture.js';

/** A window of 15 minutes, which opens at `now`. */
export const windowSeconds = 900;
export const payBy = '2026-11-27T12:15:00.000Z';
export const inTime = '2026-11-27T12:10:00.000Z';
export const justInTime = '2026-11-27T12:14:59.999Z';
export const reminderAt = '2026-11-27T12:14:00.000Z';

/** Two shoes at 10.00. */
export const total = 2000;

export const dueSnapshot = { status: 'DUE', payBy } as const;
export const paidSnapshot = { status: 'PAID', payBy, paidAt: inTime } as const;

export const placedWithWindow = (seconds: number = windowSeconds): OrderPlaced => ({
  type: 'OrderPlaced',
  data: { ...placed(shoe).data, paymentWindowSeconds: seconds },
});

export const confirmedUntil = (until: string = payBy): OrderConfirmed => {
  const { data } = confirmed(total, shoe);

  return {
    type: 'OrderConfirmed',
    data: {
      ...data,
      snapshot: { ...data.snapshot, payment: { status: 'DUE', payBy: until } },
      payBy: until,
    },
  };
};

const confirmedSnapshot = confirmed(total, shoe).data.snapshot;

export const paid = (change: Partial<OrderPaid['data']> = {}): OrderPaid => ({
  type: 'OrderPaid',
  data: {
    orderId,
    userId,
    snapshot: { ...confirmedSnapshot, payment: paidSnapshot },
    reference: 'payment-1',
    amount: total,
    paidAt: inTime,
    ...change,
  },
});

export const reminded = (remindedAt: string = reminderAt): OrderPaymentReminded => ({
  type: 'OrderPaymentReminded',
  data: {
    orderId,
    userId,
    snapshot: { ...confirmedSnapshot, payment: dueSnapshot },
    payBy,
    remindedAt,
  },
});

export const expired = (at: string = payBy): OrderCancelled => ({
  type: 'OrderCancelled',
  data: {
    ...cancelled('PAYMENT_EXPIRED', 'RELEASED', total, shown(shoe, 'RELEASED')).data,
    cancelledAt: at,
  },
});

export const pay = (
  at: string,
  change: Partial<Extract<OrderCommand, { type: 'RecordPayment' }>['data']> = {},
): OrderCommand => ({
  type: 'RecordPayment',
  data: { orderId, reference: 'payment-1', amount: total, now: at, ...change },
});

export const expire = (at: string): OrderCommand => ({
  type: 'ExpirePayment',
  data: { orderId, now: at },
});

export const remind = (at: string): OrderCommand => ({
  type: 'RemindOfPayment',
  data: { orderId, now: at },
});

/** Confirmed, and due until `payBy`. */
export const due = [placedWithWindow(), reserved(shoe), confirmedUntil()] as const;

/** Of an order whose products have no window. */
export const confirmedForGood = [placed(shoe), reserved(shoe), confirmed(total, shoe)] as const;
