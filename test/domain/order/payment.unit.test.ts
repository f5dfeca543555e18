import { expect } from 'chai';
import { orderDecider, type OrderEvent, toSnapshot, toView } from '../../../domain/order/index.js';
import {
  addItem,
  answer,
  cancel,
  cancelled,
  changeQuantity,
  given,
  itemAdded,
  itemRemoved,
  lace,
  now,
  placed,
  placedAfter,
  placeOrder,
  quantityChanged,
  record,
  removeItem,
  reserved,
  ship,
  shipped,
  shoe,
  shown,
  sock,
} from './orderFixture.js';
import {
  confirmedForGood,
  confirmedUntil,
  due,
  dueSnapshot,
  expire,
  expired,
  inTime,
  justInTime,
  paid,
  paidSnapshot,
  pay,
  payBy,
  placedWithWindow,
  remind,
  reminded,
  reminderAt,
  total,
  windowSeconds,
} from './paymentFixture.js';

const past = '2026-11-27T12:20:00.000Z';

describe('Order: its payment', () => {
  describe('placed', () => {
    it('keeps the window of its products', () => {
      given()
        .when(placeOrder({ items: [shoe], paymentWindowSeconds: windowSeconds }))
        .then(placedWithWindow());
    });

    it('is due from its confirmation on', () => {
      given(placedWithWindow())
        .when(record(answer(shoe)))
        .then(reserved(shoe), confirmedUntil());
      given(placedWithWindow(30))
        .when(record(answer(shoe)))
        .then(reserved(shoe), confirmedUntil('2026-11-27T12:00:30.000Z'));
    });

    it('is not paid before', () => {
      given(placedWithWindow()).when(pay(inTime)).thenRejects('ORDER_NOT_CONFIRMED');
      given(placedWithWindow()).when(expire(past)).thenNothing();
      given(placedWithWindow()).when(remind(reminderAt)).thenNothing();
    });
  });

  describe('confirmed for good, without a window', () => {
    it('is not paid here, and never expires', () => {
      given(...confirmedForGood)
        .when(pay(inTime))
        .thenRejects('PAYMENT_NOT_DUE');
      given(...confirmedForGood)
        .when(expire(past))
        .thenNothing();
      given(...confirmedForGood)
        .when(remind(reminderAt))
        .thenNothing();
    });

    it('takes no product that is to be paid', () => {
      given(...confirmedForGood)
        .when(addItem(sock, 86_400))
        .thenRejects('PAYMENT_WINDOW_SHORTER');
    });
  });

  describe('due', () => {
    it('is paid until the last moment', () => {
      given(...due)
        .when(pay(inTime))
        .then(paid());
      given(...due)
        .when(pay(justInTime, { reference: 'payment-2' }))
        .then(
          paid({
            ...{ reference: 'payment-2', paidAt: justInTime },
            snapshot: { ...paid().data.snapshot, payment: { ...paidSnapshot, paidAt: justInTime } },
          }),
        );
    });

    it('is paid with its total, and nothing else', () => {
      for (const amount of [0, total - 1, total + 1])
        given(...due)
          .when(pay(inTime, { amount }))
          .thenRejects('AMOUNT_MISMATCH');
    });

    it('is not paid when the window is over, whether it was cancelled already or not', () => {
      given(...due)
        .when(pay(payBy))
        .thenRejects('PAYMENT_WINDOW_CLOSED');
      given(...due, expired())
        .when(pay(inTime))
        .thenRejects('PAYMENT_WINDOW_CLOSED');
    });

    it('expires when the window is over, and not before', () => {
      given(...due)
        .when(expire(justInTime))
        .thenNothing();
      given(...due)
        .when(expire(payBy))
        .then(expired());
      given(...due, reminded())
        .when(expire(past))
        .then(expired(past));
    });

    it('expires also while a change waits for its answer', () => {
      const { data } = expired();
      given(...due, itemAdded(sock, 2300))
        .when(expire(payBy))
        .then({
          type: 'OrderCancelled',
          data: {
            ...data,
            snapshot: {
              ...data.snapshot,
              items: [shown(shoe, 'RELEASED'), shown(sock, 'RELEASED')],
              totalAmount: 2300,
            },
          },
        });
    });

    it('does not expire when an older release has shipped it', () => {
      for (const command of [expire(past), remind(reminderAt)])
        given(...due, shipped(total, shoe))
          .when(command)
          .thenNothing();
    });

    it('expires once', () => {
      given(...due, expired())
        .when(expire(past))
        .thenNothing();
    });

    it('is reminded of in the last minute, once', () => {
      given(...due)
        .when(remind('2026-11-27T12:13:59.999Z'))
        .thenNothing();
      given(...due)
        .when(remind(reminderAt))
        .then(reminded());
      given(...due)
        .when(remind(justInTime))
        .then(reminded(justInTime));
      given(...due, reminded())
        .when(remind(justInTime))
        .thenNothing();
      given(...due)
        .when(remind(payBy))
        .thenNothing();
    });

    it('is not reminded of when its window is short', () => {
      const until = (seconds: number) => new Date(Date.parse(now) + seconds * 1_000).toISOString();
      const withWindow = (seconds: number) => [
        placedWithWindow(seconds),
        reserved(shoe),
        confirmedUntil(until(seconds)),
      ];
      given(...withWindow(119))
        .when(remind(until(118)))
        .thenNothing();
      given(...withWindow(120))
        .when(remind(until(59)))
        .thenNothing();
      expect(placedAfter(...withWindow(120)).payment.status).to.equal('DUE');
      expect(
        orderDecider
          .decide(remind(until(60)), placedAfter(...withWindow(120)))
          .map(({ type }) => type),
      ).to.eql(['OrderPaymentReminded']);
    });

    it('is not shipped', () => {
      given(...due)
        .when(ship())
        .thenRejects('NOT_PAID');
    });

    it('is changed, and then paid with its new total', () => {
      const changed = [
        quantityChanged({ ...shoe, quantity: 3 }, 3000),
        reserved(shoe, { quantity: 3, orderRevision: 3 }),
      ] as const;
      given(...due)
        .when(changeQuantity(shoe.itemId, 3))
        .then(changed[0]);
      given(...due, ...changed)
        .when(pay(inTime))
        .thenRejects('AMOUNT_MISMATCH');
      expect(
        orderDecider.decide(pay(inTime, { amount: 3000 }), placedAfter(...due, ...changed)),
      ).to.have.length(1);
    });

    it('is not paid while a change waits for its answer: the total may fall back', () => {
      given(...due, itemAdded(sock, 2300))
        .when(pay(inTime, { amount: 2300 }))
        .thenRejects('CHANGE_PENDING');
    });

    it('takes no product that is to be paid sooner', () => {
      given(...due)
        .when(addItem(sock, windowSeconds - 1))
        .thenRejects('PAYMENT_WINDOW_SHORTER');
      for (const seconds of [null, windowSeconds, windowSeconds + 1])
        given(...due)
          .when(addItem(sock, seconds))
          .then(itemAdded(sock, 2300));
    });

    it('tells with the outcome of a change that it is due', () => {
      const [event] = orderDecider.decide(
        record(answer(sock, { orderRevision: 3 })),
        placedAfter(...due, itemAdded(sock, 2300)),
      );

      expect(event?.data).to.have.nested.property('outcome.payment').that.eqls(dueSnapshot);
    });

    it('is cancelled by its buyer, and nothing is due any more', () => {
      const cancellation = cancelled(
        'CANCELLED_BY_CUSTOMER',
        'RELEASED',
        total,
        shown(shoe, 'RELEASED'),
      );
      given(...due)
        .when(cancel())
        .then(cancellation);
      given(...due, cancellation)
        .when(pay(inTime))
        .thenRejects('ORDER_NOT_CONFIRMED');
      given(...due, cancellation)
        .when(expire(past))
        .thenNothing();
    });
  });

  describe('paid', () => {
    it('takes the same payment again, also late, and whatever became of it', () => {
      const lives: readonly (readonly OrderEvent[])[] = [
        [],
        [shipped(total, shoe)],
        [cancelled('CANCELLED_BY_ADMIN', 'RELEASED', total, shown(shoe, 'RELEASED'))],
      ];
      for (const life of lives)
        given(...due, paid(), ...life)
          .when(pay(past))
          .thenNothing();
    });

    it('refuses another payment, and the same with another amount', () => {
      given(...due, paid())
        .when(pay(inTime, { reference: 'payment-2' }))
        .thenRejects('ALREADY_PAID');
      given(...due, paid())
        .when(pay(inTime, { amount: total + 1 }))
        .thenRejects('AMOUNT_MISMATCH');
    });

    it('does not expire, and is not reminded of', () => {
      given(...due, paid())
        .when(expire(past))
        .thenNothing();
      given(...due, paid())
        .when(remind(reminderAt))
        .thenNothing();
    });

    it('is not changed any more', () => {
      const changes = [
        addItem(lace),
        addItem(shoe),
        changeQuantity(shoe.itemId, 1),
        removeItem(shoe.itemId),
      ];
      for (const command of changes)
        given(...due, paid())
          .when(command)
          .thenRejects('ALREADY_PAID');
    });

    it('is shipped, and says so', () => {
      const { data } = shipped(total, shoe);
      given(...due, paid())
        .when(ship())
        .then({
          type: 'OrderShipped',
          data: { ...data, snapshot: { ...data.snapshot, payment: paidSnapshot } },
        });
    });

    it('is cancelled, and stays paid', () => {
      const { data } = cancelled(
        'CANCELLED_BY_CUSTOMER',
        'RELEASED',
        total,
        shown(shoe, 'RELEASED'),
      );
      given(...due, paid())
        .when(cancel())
        .then({
          type: 'OrderCancelled',
          data: { ...data, snapshot: { ...data.snapshot, payment: paidSnapshot } },
        });
    });
  });

  describe('what is shown of it', () => {
    const cancellation = cancelled(
      'CANCELLED_BY_ADMIN',
      'RELEASED',
      total,
      shown(shoe, 'RELEASED'),
    );
    const lives: readonly [string, readonly OrderEvent[], object][] = [
      ['placed', [placedWithWindow()], { status: 'NONE' }],
      ['without a window', [...confirmedForGood], { status: 'NONE' }],
      ['due', [...due], dueSnapshot],
      ['reminded of', [...due, reminded()], dueSnapshot],
      ['paid', [...due, paid()], { ...paidSnapshot, reference: 'payment-1' }],
      ['expired', [...due, expired()], { status: 'NONE' }],
      [
        'paid and cancelled',
        [...due, paid(), cancellation],
        { ...paidSnapshot, reference: 'payment-1', refundDue: true },
      ],
    ];

    for (const [name, events, payment] of lives)
      it(`${name}: ${JSON.stringify(payment)}`, () => {
        expect(toView(placedAfter(...events)).payment).to.eql(payment);
      });

    it('is no part of what the buyer is told when there is nothing to tell', () => {
      expect(toSnapshot(placedAfter(placed(shoe)))).not.to.have.property('payment');
      expect(toSnapshot(placedAfter(...due, itemRemoved(sock, total))).payment).to.eql(dueSnapshot);
    });

    it('counts a version, and keeps the time', () => {
      expect(toView(placedAfter(...due, reminded()))).to.include({
        version: 4,
        updatedAt: reminderAt,
      });
      expect(toView(placedAfter(...due, reminded(), paid()))).to.include({
        version: 5,
        updatedAt: inTime,
      });
    });
  });
});
