import { expect } from 'chai';
import { createUndecidedOrders } from '../../../../services/orders/admission/undecidedOrders.js';

describe('Undecided orders', () => {
  let time = 0;
  const now = () => time;
  const pass = (ms: number) => {
    time += ms;
  };
  const start = (options = {}) => createUndecidedOrders({ everyMs: 0, now, ...options });
  /** Accepts an order every 100 ms. */
  const acceptMany = (orders: ReturnType<typeof start>, ids: readonly string[]) => {
    for (const id of ids) {
      pass(100);
      orders.noteAccepted(id);
    }
  };

  it('have waited as long as the oldest of them, and not at all without any', () => {
    const orders = start();
    expect(orders.lagMs()).to.equal(0);
    acceptMany(orders, ['a', 'b', 'c']);
    expect(orders.lagMs()).to.equal(200);
    orders.noteDecided('a');
    expect(orders.lagMs()).to.equal(100);
    ['b', 'c'].forEach(orders.noteDecided);

    expect(orders.lagMs()).to.equal(0);
  });

  it('do not count where most that came later are decided: something is wrong with it alone', () => {
    const orders = start();
    acceptMany(orders, ['stuck', 'a', 'b', 'c']);
    ['a', 'b'].forEach(orders.noteDecided);
    expect(orders.lagMs()).to.equal(0);
    acceptMany(orders, ['d', 'e']);

    expect(orders.lagMs()).to.equal(500);
    ['c', 'd'].forEach(orders.noteDecided);
    expect(orders.lagMs()).to.equal(0);
    expect(orders.ids()).to.deep.equal(['stuck', 'e']);
  });

  it('wait on while no order comes in, which leaves no queue behind', () => {
    const orders = start();
    acceptMany(orders, ['a']);
    pass(60_000);
    expect(orders.lagMs()).to.equal(0);
    orders.noteDemand();

    expect(orders.lagMs()).to.equal(1_000);
  });

  it('are a sample, of which the oldest are forgotten', () => {
    const orders = start({ everyMs: 150, most: 3 });
    acceptMany(orders, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);

    expect(orders.ids()).to.deep.equal(['c', 'e', 'g']);
  });
});
