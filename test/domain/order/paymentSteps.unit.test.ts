import { expect } from 'chai';
import { nextPaymentStepAt, type OrderEvent } from '../../../domain/order/index.js';
import { placedAfter, reserved, shoe } from './orderFixture.js';
import {
  confirmedForGood,
  confirmedUntil,
  due,
  expired,
  inTime,
  paid,
  payBy,
  placedWithWindow,
  reminded,
  reminderAt,
} from './paymentFixture.js';

const nextAfter = (...events: readonly OrderEvent[]): string | null =>
  nextPaymentStepAt(placedAfter(...events));

describe('Order: when its payment is next looked after', () => {
  it('is a minute before its end, and then the end', () => {
    expect(nextAfter(...due)).to.equal(reminderAt);
    expect(nextAfter(...due, reminded())).to.equal(payBy);
  });

  it('is the end alone, of a window of less than two minutes', () => {
    const windowOf = (seconds: number, until: string) =>
      nextAfter(placedWithWindow(seconds), reserved(shoe), confirmedUntil(until));

    expect(windowOf(119, '2026-11-27T12:01:59.000Z')).to.equal('2026-11-27T12:01:59.000Z');
    expect(windowOf(120, '2026-11-27T12:02:00.000Z')).to.equal('2026-11-27T12:01:00.000Z');
  });

  it('is never, before the confirmation, without a window, and once it is paid or expired', () => {
    expect(nextAfter(placedWithWindow())).to.equal(null);
    expect(nextAfter(...confirmedForGood)).to.equal(null);
    expect(nextAfter(...due, paid())).to.equal(null);
    expect(nextAfter(...due, expired())).to.equal(null);
  });

  it('was at the payment, of an order that was paid without a window', () => {
    expect(placedAfter(...confirmedForGood, paid()).payment).to.include({
      status: 'PAID',
      payBy: inTime,
    });
  });
});
