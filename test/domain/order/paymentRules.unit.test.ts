import { expect } from 'chai';
import fc from 'fast-check';
import { DomainError } from '../../../domain/decider.js';
import {
  type Order,
  type OrderCancelled,
  type OrderCommand,
  orderDecider,
  type OrderEvent,
} from '../../../domain/order/index.js';
import {
  addItem,
  answer,
  cancel,
  changeQuantity,
  deliver,
  rejection,
  ship,
  shoe,
  sock,
  orderId,
} from './orderFixture.js';
import { expire, pay, placedWithWindow, remind } from './paymentFixture.js';

const begin = Date.parse('2026-11-27T12:00:00.000Z');

const timeAt = (second: number): string => new Date(begin + second * 1_000).toISOString();

describe('Order: its payment, whatever comes and in whatever order', () => {
  it('is made once or expires, never both, and never for another total', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(60, 120, 900),
        fc.array(step, { maxLength: 40 }),
        (window, steps) => {
          const events = livedThrough(window, steps);
          const ofType = (type: OrderEvent['type']) =>
            events.filter((event) => event.type === type);

          expect(ofType('OrderPaid').length).to.be.below(2);
          expect(ofType('OrderPaymentReminded').length).to.be.below(2);
          expectInTime(events);
          expectPaidTotals(events);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

/** Paid before `payBy`, expired from then on, and nothing of the two after the other. */
const expectInTime = (events: readonly OrderEvent[]): void => {
  const payBy = events.find((event) => event.type === 'OrderConfirmed')?.data.payBy ?? '';
  for (const [index, event] of events.entries()) {
    const isPaid = events.slice(0, index).some(({ type }) => type === 'OrderPaid');
    if (event.type === 'OrderPaid') expect(event.data.paidAt < payBy).to.equal(true);
    if (event.type === 'OrderPaymentReminded') expect(event.data.remindedAt < payBy).to.equal(true);
    if (event.type === 'OrderCancelled') expectCancelled(event, { isPaid, payBy });
    expect(isPaid).to.equal(onlyIfPaid[event.type] ?? isPaid);
  }
};

const onlyIfPaid: Readonly<Partial<Record<OrderEvent['type'], boolean>>> = {
  OrderShipped: true,
  OrderItemAdded: false,
  OrderItemQuantityChanged: false,
};

type Before = Readonly<{ isPaid: boolean; payBy: string }>;

const expectCancelled = ({ data }: OrderCancelled, { isPaid, payBy }: Before): void => {
  expect(data.snapshot.payment?.status).to.equal(isPaid ? 'PAID' : undefined);
  if (data.reason === 'PAYMENT_EXPIRED')
    expect([isPaid, data.cancelledAt >= payBy]).to.eql([false, true]);
};

/** What was paid is the total, then and for ever. */
const expectPaidTotals = (events: readonly OrderEvent[]): void => {
  const amount = events.find((event) => event.type === 'OrderPaid')?.data.amount;
  if (amount === undefined) return;
  const after = events.slice(events.findIndex(({ type }) => type === 'OrderPaid'));
  for (const { data } of after)
    if ('snapshot' in data) expect(data.snapshot.totalAmount).to.equal(amount);
};

type Step = Readonly<{ kind: number; seconds: number; amount: number }>;

/** Time goes on by some seconds with each step, and sometimes the clock of a process is behind. */
const step = fc.record<Step>({
  kind: fc.nat(11),
  seconds: fc.integer({ min: -5, max: 60 }),
  amount: fc.constantFrom(2_000, 2_300, 3_000),
});

const livedThrough = (window: number, steps: readonly Step[]): readonly OrderEvent[] => {
  const events: OrderEvent[] = [placedWithWindow(window)];
  let state = orderDecider.evolve(orderDecider.initialState(), placedWithWindow(window));
  let second = 0;
  for (const one of [{ kind: 0, seconds: 0, amount: 0 }, ...steps]) {
    second += one.seconds;
    for (const event of decided(toCommand(one, state, timeAt(second)), state)) {
      events.push(event);
      state = orderDecider.evolve(state, event);
    }
  }

  return events;
};

const decided = (command: OrderCommand, state: Order): readonly OrderEvent[] => {
  try {
    return orderDecider.decide(command, state);
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
};

const toCommand = ({ kind, amount }: Step, state: Order, now: string): OrderCommand => {
  const commands = [
    results(state, now, answer),
    results(state, now, rejection),
    pay(now, { amount }),
    pay(now, { amount, reference: 'payment-2' }),
    expire(now),
    expire(now),
    remind(now),
    at(addItem(sock), now),
    at(changeQuantity(shoe.itemId, 3), now),
    at(cancel(), now),
    at(ship(), now),
    at(deliver(), now),
  ];

  return commands[kind] ?? expire(now);
};

const at = (command: OrderCommand, now: string): OrderCommand =>
  ({ ...command, data: { ...command.data, now } }) as OrderCommand;

/** A result for every line that waits for one. */
const results = (state: Order, now: string, toAnswer: typeof answer): OrderCommand => ({
  type: 'RecordInventoryResult',
  data: {
    orderId,
    now,
    answers: ('lines' in state ? state.lines : [])
      .filter(({ inventoryStatus }) => inventoryStatus === 'PENDING')
      .map((line) => toAnswer(line, { orderRevision: line.orderRevision })),
  },
});
