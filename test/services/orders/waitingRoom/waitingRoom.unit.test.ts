import { expect } from 'chai';
import { pause } from '../../../../platform/concurrency/index.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { openSale, productId } from './sale.js';

describe('The waiting room', () => {
  it('lets everybody in at once while there is enough', () => {
    const sale = openSale(3);
    for (const quantity of [1, 2]) sale.buy(quantity);

    expect(sale.sent()).to.have.length(2);
    expect(sale.waiting()).to.equal(0);
  });

  it('lets the next one in when an append fails', async () => {
    const sale = openSale(1);
    sale.buy(1);
    sale.buy(1);
    expect(sale.waiting()).to.equal(1);
    sale.acknowledge(0);

    await eventually(() => expect(sale.sent().map(({ arrived }) => arrived)).to.deep.equal([1, 2]));
  });

  it('lets the next one in when an order was refused for another reason', async () => {
    const sale = openSale(1);
    sale.buy(1);
    sale.buy(1);
    sale.write(0);
    sale.acknowledge(0);
    sale.decide(true);
    sale.project(5);

    await eventually(() => expect(sale.sent()).to.have.length(2));
  });

  it('refuses all who wait when the product is sold out', async () => {
    const sale = openSale(1);
    for (let buyer = 0; buyer < 3; buyer += 1) sale.buy(1);
    sale.write(0);
    sale.acknowledge(0);
    sale.decide(false);
    sale.project(5);

    await eventually(() =>
      expect(sale.answers().map(({ outcome }) => outcome)).to.deep.equal(['refused', 'refused']),
    );
  });

  it('lets in its share where there are two, and one order however large', () => {
    const sale = openSale(10, { processes: 2 });
    for (let buyer = 0; buyer < 8; buyer += 1) sale.buy(1, { process: 0 });
    sale.buy(8, { process: 1 });
    sale.buy(1, { process: 1 });

    expect(sale.sent().map(({ arrived }) => arrived)).to.deep.equal([1, 2, 3, 4, 5, 9]);
    for (const room of sale.rooms()) room.stop();
  });

  it('passes over whoever wants more than is left', () => {
    const sale = openSale(2);
    sale.buy(1);
    sale.buy(2);
    sale.buy(1);

    expect(sale.sent().map(({ arrived }) => arrived)).to.deep.equal([1, 3]);
    sale.room.stop();
  });

  it('lets nobody wait longer than its time', async () => {
    const sale = openSale(0, { waitMs: 40 });
    sale.release(0);
    sale.buy(1);

    await eventually(() => expect(sale.answers()).to.deep.equal([{ arrived: 1, outcome: 'busy' }]));
  });

  it('has a bounded number of places', async () => {
    const sale = openSale(1, { places: 1 });
    for (let buyer = 0; buyer < 3; buyer += 1) sale.buy(1);

    await eventually(() => expect(sale.answers()).to.deep.equal([{ arrived: 3, outcome: 'busy' }]));
    sale.room.stop();
  });

  it('forgets whose client has gone', async () => {
    const sale = openSale(1);
    sale.buy(1);
    sale.buy(1);
    sale.goAway(0);
    sale.acknowledge(0);
    await pause(0);

    expect(sale.sent()).to.have.length(1);
    expect(sale.room.waitingByProduct().size).to.equal(0);
  });

  it('lets the requests of one key wait together, and other ones of it not at all', async () => {
    const sale = openSale(1);
    sale.buy(1);
    sale.buy(1, { orderId: 'same' });
    sale.buy(1, { orderId: 'same' });
    const other = { orderId: 'same', requestFingerprint: 'other', lines: [] };
    expect(sale.room.wait(other, () => () => undefined)).to.equal(null);
    expect(sale.room.waitingByProduct().get(productId)).to.equal(2);
    sale.acknowledge(0);
    await eventually(() => expect(sale.answers()).to.have.length(2));

    expect(sale.answers().map(({ outcome }) => outcome)).to.deep.equal(['admitted', 'admitted']);
  });

  it('lets everybody in when what it knows stands still, after it has looked', async () => {
    const sale = openSale(1);
    sale.standStill(2_000);
    for (let buyer = 0; buyer < 3; buyer += 1) sale.buy(1);
    expect(sale.sent()).to.have.length(1);

    await eventually(() => expect(sale.sent()).to.have.length(3));
    sale.buy(1);
    expect(sale.sent()).to.have.length(4);
  });

  it('keeps back whom it has no units for while what it knows is old, and goes on', async () => {
    const sale = openSale(1, { waitMs: 600 });
    sale.fallBehind(2_000);
    for (let buyer = 0; buyer < 3; buyer += 1) sale.buy(1);

    await eventually(() =>
      expect(sale.answers().map(({ outcome }) => outcome)).to.deep.equal(['busy', 'busy']),
    );
    expect(sale.sent()).to.have.length(1);
  });

  it('keeps back while the projector goes on, however far behind it is', async () => {
    const sale = openSale(1, { waitMs: 3_500 });
    sale.standStill(Infinity);
    for (let buyer = 0; buyer < 3; buyer += 1) sale.buy(1);
    const projecting = setInterval(() => {
      sale.release(0);
      sale.project(1);
    }, 100);
    await eventually(() => expect(sale.answers()).to.have.length(2)).finally(() =>
      clearInterval(projecting),
    );

    expect(sale.answers().map(({ outcome }) => outcome)).to.deep.equal(['busy', 'busy']);
    expect(sale.sent()).to.have.length(1);
  });

  it('ends all waits when it stops, and begins none', async () => {
    const sale = openSale(1);
    sale.buy(1);
    sale.buy(1);
    sale.room.stop();
    sale.buy(1);

    await eventually(() =>
      expect(sale.answers().map(({ outcome }) => outcome)).to.deep.equal(['busy', 'busy']),
    );
  });

  it('costs an order some microseconds where there is enough', () => {
    const sale = openSale(1_000_000);
    const orders = 20_000;
    const begun = performance.now();
    for (let at = 0; at < orders; at += 1)
      sale.room.tryAdmit({
        orderId: `${at}`,
        requestFingerprint: '',
        lines: [{ productId, quantity: 1 }],
      });

    expect(((performance.now() - begun) * 1_000) / orders).to.be.below(50);
  });
});
