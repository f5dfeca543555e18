import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { OrderResource } from '../../contracts/http/orders.js';
import { eventually } from '../support/assertions/eventually.js';
import { openShop, type Shop } from '../support/clients/shop.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

const settings = { ...unlimited, RATE_LIMIT_PAYMENTS: 'off' };

const orders = 200;
const paid = 50;

type Stock = Readonly<{ onHand: number; reserved: number; available: number }>;

describe('kill -9 while 200 orders are to be paid', function () {
  this.timeout(480_000);
  let home: Home;
  let system: System;

  before(async () => {
    home = createHome();
    system = await home.start([], settings);
  });

  after(() => home.remove());

  it('keeps what was paid, cancels all the rest, and leaves no unit with anybody else', async () => {
    let shop = openShop(system);
    const buyer = await shop.customer();
    const productId = await addProduct(shop);
    const placed = await Promise.all(
      Array.from({ length: orders }, () => shop.order(buyer, productId)),
    );
    const ids = placed.map(({ body }) => body.order.id);
    const due = await Promise.all(ids.map((id) => shop.outcome(buyer, id)));
    expect(due.filter(({ payment }) => payment.status === 'DUE')).to.have.length(orders);
    await Promise.all(ids.slice(0, paid).map((id) => pay(shop, buyer, id)));

    await system.kill();
    system = await home.start([], settings);
    shop = openShop(system);
    const last = ids.at(-1) ?? '';
    await eventually(async () => {
      expect((await read(shop, buyer, last)).status).to.equal('CANCELLED');
    }, 120_000);
    await system.kill();
    system = await home.start([], settings);
    shop = openShop(system);

    await eventually(async () => {
      expect(await stockOf(shop, productId)).to.include({ reserved: paid });
    }, 120_000);
    const outcomes = await Promise.all(ids.map((id) => read(shop, buyer, id)));
    const kept = outcomes.slice(0, paid);
    const gone = outcomes.slice(paid);
    expect(kept.map(({ status, payment }) => `${status} ${payment.status}`)).to.eql(
      kept.map(() => 'CONFIRMED PAID'),
    );
    expect(gone.map(({ status, reason }) => `${status} ${reason ?? ''}`)).to.eql(
      gone.map(() => 'CANCELLED PAYMENT_EXPIRED'),
    );
    expect(await stockOf(shop, productId)).to.include({
      onHand: orders,
      reserved: paid,
      available: orders - paid,
    });
  });
});

const addProduct = async (shop: Shop): Promise<string> => {
  const unique = randomUUID();
  const { status, body } = await shop.api.call<{ product: { id: string } }>({
    method: 'POST',
    path: '/api/products',
    token: await shop.admin(),
    body: {
      name: `Sneaker ${unique}`,
      sku: `SKU-${unique}`,
      price: 10.5,
      stock: orders,
      category: 'shoes',
      paymentWindowSeconds: 45,
    },
  });
  expect(status).to.equal(201);

  return body.product.id;
};

/** By the buyer, as `npm start` simulates payments. */
const pay = async (shop: Shop, token: string, id: string): Promise<void> => {
  const { status } = await shop.api.call({
    method: 'POST',
    path: `/api/orders/${id}/payment`,
    token,
    body: { reference: `payment-of-${id}`, amount: 10.5 },
  });
  expect(status).to.equal(200);
};

const read = async (shop: Shop, token: string, id: string): Promise<OrderResource> =>
  (await shop.api.call<OrderResource>({ path: `/api/orders/${id}`, token })).body;

const stockOf = async (shop: Shop, productId: string): Promise<Stock> =>
  (await shop.api.call<Stock>({ path: `/api/products/${productId}/stock` })).body;
