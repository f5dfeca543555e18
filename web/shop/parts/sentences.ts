import type { ApiProblem, Order } from '../../client/index.js';

/** Why an order or a line came to nothing, for buyers. */
const reasons: Readonly<Record<string, string>> = {
  OUT_OF_STOCK: 'Somebody was faster: no unit was left for you.',
  LIMIT_PER_CUSTOMER: 'You already have as many as one person may buy.',
  SALE_NOT_STARTED: 'The sale had not started yet.',
  SALE_ENDED: 'The sale was over.',
  PRODUCT_WITHDRAWN: 'The product is no longer on sale.',
  CANCELLED_BY_CUSTOMER: 'You cancelled it.',
  CANCELLED_BY_ADMIN: 'The shop cancelled it.',
  PAYMENT_EXPIRED: 'It was not paid in time, so the units went to somebody else.',
};

export const reasonOf = ({ reason = '' }: Pick<Order, 'reason'>): string =>
  reasons[reason] ?? 'The shop could not fulfil it.';

const problems: Readonly<Record<string, string>> = {
  SOLD_OUT: 'Sold out: the last unit has just gone.',
  BUSY: 'Very many people are buying. Try again in a moment.',
  RATE_LIMITED: 'That was a lot in a short time. Wait a moment and try again.',
  NO_RESPONSE: 'The shop cannot be reached. Check your connection.',
  FORBIDDEN: 'This is for the shop itself.',
  PRODUCT_NOT_FOUND: 'This product is no longer on sale.',
  CHANGE_PENDING: 'The last change is still being worked on. Try again in a moment.',
  PRICE_CHANGED: 'The price has changed since. Place a new order instead.',
  ORDER_NOT_CANCELLABLE: 'It is already on its way to you.',
  PAYMENT_WINDOW_CLOSED: 'The time to pay is over.',
  ALREADY_PAID: 'It has been paid.',
};

export const sentenceOf = ({ code, detail }: ApiProblem): string =>
  problems[code] ?? (detail === '' ? 'Something went wrong. Try again.' : detail);

type State = Readonly<{ label: string; tone: '' | 'good' | 'warn' | 'bad' }>;

/** What an order's badge says. */
export const stateOf = ({ status, inventoryStatus, payment }: Order): State => {
  if (status === 'PENDING')
    return inventoryStatus === 'WAITLISTED'
      ? { label: 'On the waitlist', tone: 'warn' }
      : { label: 'Being decided', tone: 'warn' };
  if (status === 'CONFIRMED')
    return payment.status === 'DUE'
      ? { label: 'Yours – to be paid', tone: 'warn' }
      : { label: payment.status === 'PAID' ? 'Paid' : 'Confirmed', tone: 'good' };
  if (status === 'SHIPPED') return { label: 'On its way', tone: 'good' };

  return status === 'DELIVERED'
    ? { label: 'Delivered', tone: 'good' }
    : { label: 'Cancelled', tone: 'bad' };
};
