import type { PaymentSnapshot } from './events.js';

/** Nothing is due before the confirmation, without a window, and after a cancellation. */
export type Payment =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{ status: 'DUE'; payBy: string; remindedAt: string | null }>
  | Readonly<{ status: 'PAID'; payBy: string; paidAt: string; reference: string }>;

type OfPayment = Readonly<{ payment: Payment; paymentWindowSeconds: number | null }>;

export const noPayment: Payment = { status: 'NONE' };

/** The buyer is reminded this long before `payBy`, of windows that are twice as long at least. */
export const reminderLeadSeconds = 60;

const shortestRemindedSeconds = 2 * reminderLeadSeconds;

/** Returns ISO 8601. */
export const secondsAfter = (time: string, seconds: number): string =>
  new Date(Date.parse(time) + seconds * 1_000).toISOString();

/** Paying is possible before `payBy`, expiring from then on: never both. */
export const isOver = (payBy: string, now: string): boolean => Date.parse(now) >= Date.parse(payBy);

export const paidWith = (
  payment: Payment,
  { paidAt, reference }: Readonly<{ paidAt: string; reference: string }>,
): Payment => ({
  status: 'PAID',
  payBy: payment.status === 'NONE' ? paidAt : payment.payBy,
  paidAt,
  reference,
});

export const remindedOf = (payment: Payment, remindedAt: string): Payment =>
  payment.status === 'DUE' ? { ...payment, remindedAt } : payment;

/** What was paid stays paid: the shop owes it. */
export const afterCancellation = (payment: Payment): Payment =>
  payment.status === 'DUE' ? noPayment : payment;

export const isReminded = (windowSeconds: number | null): boolean =>
  windowSeconds !== null && windowSeconds >= shortestRemindedSeconds;

/** Returns when the payment is to be reminded of, or expires; null while nothing is due. */
export const nextPaymentStepAt = ({ payment, paymentWindowSeconds }: OfPayment): string | null => {
  if (payment.status !== 'DUE') return null;
  const isAhead = payment.remindedAt === null && isReminded(paymentWindowSeconds);

  return isAhead ? secondsAfter(payment.payBy, -reminderLeadSeconds) : payment.payBy;
};

export const snapshotOfPayment = (payment: Payment): PaymentSnapshot | null => {
  switch (payment.status) {
    case 'NONE':
      return null;
    case 'DUE':
      return { status: 'DUE', payBy: payment.payBy };
    case 'PAID':
      return { status: 'PAID', payBy: payment.payBy, paidAt: payment.paidAt };
  }
};
