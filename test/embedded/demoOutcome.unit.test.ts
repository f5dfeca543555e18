import { expect } from 'chai';
import type { Purchase } from '../../embedded/demo/buyer.js';
import { type Evidence, checkClaims, table } from '../../embedded/demo/outcome.js';

describe('The verdict of the demo', () => {
  it('is yes when the units went to as many buyers and the rest were told', () => {
    expect(verdictOf(evidence())).to.deep.equal([true, true, true, true, true]);
  });

  it('is no when a unit too many was sold', () => {
    const oversold = evidence({ purchases: [bought('a'), bought('b'), bought('c')] });

    expect(verdictOf(oversold)[0]).to.equal(false);
  });

  it('is no when somebody has no answer', () => {
    const silent = { ...bought('c'), update: null, milliseconds: null };
    const left = evidence({ purchases: [bought('a'), bought('b'), silent] });

    expect(verdictOf(left)[1]).to.equal(false);
  });

  it('takes 409 SOLD_OUT for an answer', () => {
    const soldOut = { ...silentRefusal('c'), code: 'SOLD_OUT' };
    const early = evidence({
      purchases: [bought('a'), bought('b'), soldOut],
      ordersOf: new Map([...['a', 'b'].map((name) => [name, 1] as const), ['c', 0]]),
    });

    expect(verdictOf(early)).to.deep.equal([true, true, true, true, true]);
  });

  it('is no when the key that was sent twice made two orders', () => {
    const twice = evidence({ repeat: { ...bought('a'), orderId: 'another' } });

    expect(verdictOf(twice)[2]).to.equal(false);
  });

  it('is no when a buyer has an order too many', () => {
    const doubled = evidence({
      ordersOf: new Map([...['b', 'c'].map((n) => [n, 1] as const), ['a', 2]]),
    });

    expect(verdictOf(doubled)[3]).to.equal(false);
  });

  it('is no when the stock does not agree', () => {
    const leaking = evidence({ stock: { onHand: 2, reserved: 1, available: 1 } });

    expect(verdictOf(leaking)[4]).to.equal(false);
  });

  it('lists the fastest first', () => {
    const rows = table([
      { ...bought('slow'), milliseconds: 90 },
      { ...bought('fast'), milliseconds: 9 },
      silentRefusal('silent'),
    ]).split('\n');

    expect(rows.map((row) => row.split(' ')[0])).to.deep.equal(['buyer', 'fast', 'slow', 'silent']);
  });
});

const verdictOf = (given: Evidence): boolean[] =>
  checkClaims(given, { units: 2, buyers: 3 }).map(({ holds }) => holds);

const purchase = (buyer: string, status: 'CONFIRMED' | 'CANCELLED'): Purchase => ({
  buyer,
  answer: 201,
  code: null,
  orderId: `order of ${buyer}`,
  update: {
    cursor: 1,
    type: 'order.update',
    payment: { status: 'NONE' },
    orderId: `order of ${buyer}`,
    status,
    inventoryStatus: status === 'CONFIRMED' ? 'RESERVED' : 'REJECTED',
    message: '',
    occurredAt: '2026-11-21T09:00:00.000Z',
  },
  milliseconds: 20,
});

const bought = (buyer: string) => purchase(buyer, 'CONFIRMED');

const silentRefusal = (buyer: string): Purchase => ({
  ...purchase(buyer, 'CANCELLED'),
  answer: 409,
  orderId: null,
  update: null,
  milliseconds: null,
});

const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  purchases: [bought('a'), bought('b'), purchase('c', 'CANCELLED')],
  repeat: bought('a'),
  ordersOf: new Map(['a', 'b', 'c'].map((name) => [name, 1])),
  stock: { onHand: 2, reserved: 2, available: 0 },
  ...changes,
});
