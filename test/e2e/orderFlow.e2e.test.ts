import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { inventoryStream } from '../../domain/inventory/index.js';
import { expectStatus } from '../../embedded/demo/api.js';
import { type OrderUpdates, openOrderUpdates } from '../../embedded/demo/orderUpdates.js';
import { logIn } from '../../embedded/demo/actors.js';
import { openShop, openShopAt, type Placed, type Shop } from '../support/clients/shop.js';
import { admin } from '../support/servers/instances/operator.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

// every order gets as far as the inventory, also when the product is known to be sold out
const settings = { ...unlimited, SOLD_OUT_FAST_PATH: 'off' };

/** A front door of a system that runs already, instead of one that is started here. */
const front = process.env['QUICKSALE_FRONT'];

const startHere = async (): Promise<Readonly<{ home: Home; system: System; shop: Shop }>> => {
  const home = createHome();
  const system = await home.start([], settings);

  return { home, system, shop: openShop(system) };
};

describe('The way of an order', function () {
  this.timeout(180_000);
  let home: Home | undefined;
  let system: System;
  let shop: Shop;
  let token: string;
  let updates: OrderUpdates;

  before(async () => {
    if (front === undefined) ({ home, system, shop } = await startHere());
    else shop = openShopAt(front, admin);
    token = await shop.customer();
    updates = await openOrderUpdates(shop.gateway, token);
  });

  after(async () => {
    updates.close();
    await home?.remove();
  });

  it('lets a customer register, log in and see who they are', async () => {
    const credentials = { email: `${randomUUID()}@example.com`, password: 'correct horse battery' };
    const registered = await shop.api.call({
      method: 'POST',
      path: '/api/auth/register',
      body: credentials,
    });
    const accessToken = await logIn(shop.api, credentials);
    const me = await shop.api.call<{ email: string; role: string }>({
      path: '/api/auth/me',
      token: accessToken,
    });

    expect(registered.status).to.equal(201);
    expect(me.status).to.equal(200);
    expect(JSON.stringify(me.body)).to.include(credentials.email).and.to.include('customer');
  });

  it('leads from the click to CONFIRMED on the socket', async () => {
    const productId = await shop.product(5);
    const placed = await shop.order(token, productId);
    const received = await updates.outcomeOf(placed.body.order.id);
    const order = await shop.outcome(token, placed.body.order.id);

    expect(placed.status).to.equal(201);
    expect(placed.body.order).to.include({ status: 'PENDING', inventoryStatus: 'PENDING' });
    expect(placed.headers.get('location')).to.equal(`/api/orders/${order.id}`);
    expect(received?.update).to.include({ status: 'CONFIRMED', inventoryStatus: 'RESERVED' });
    expect(order).to.include({ status: 'CONFIRMED', inventoryStatus: 'RESERVED' });
    expect(order.totalAmount).to.equal(799.99);
  });

  it('tells the buyer who comes too late', async () => {
    const productId = await shop.product(1);
    const orders = await Promise.all([
      shop.order(token, productId),
      shop.order(token, productId),
      shop.order(token, productId),
    ]);
    const outcomes = await Promise.all(
      orders.map(async ({ body }) => (await updates.outcomeOf(body.order.id))?.update),
    );

    expect(outcomes.map((update) => update?.status)).to.have.members([
      'CONFIRMED',
      'CANCELLED',
      'CANCELLED',
    ]);
    expect(outcomes.filter((update) => update?.reason === 'OUT_OF_STOCK')).to.have.length(2);
  });

  it('answers a repeated key with the same order, and says so', async () => {
    const productId = await shop.product(5);
    const key = randomUUID();
    const first = await shop.order(token, productId, key);
    await shop.outcome(token, first.body.order.id);
    const second = await shop.order(token, productId, key);

    expect(second.status).to.equal(201);
    expect(second.body).to.deep.equal(first.body);
    expect(first.headers.get('idempotency-replayed')).to.equal(null);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
  });

  it('keeps the history and the receipt of the decision', async () => {
    const productId = await shop.product(2);
    const body = expectStatus(await shop.order(token, productId), 201);
    await shop.outcome(token, body.order.id);
    const history = await shop.api.call<{ events: { type: string }[] }>({
      path: `/api/orders/${body.order.id}/history`,
      token,
    });
    const why = await shop.api.call<{ receipts: { decision: string; stream: string }[] }>({
      path: `/api/orders/${body.order.id}/why`,
      token,
    });

    expect(history.body.events.map(({ type }) => type)).to.deep.equal([
      'OrderPlaced',
      'OrderItemReserved',
      'OrderConfirmed',
    ]);
    expect(why.body.receipts[0]).to.include({
      decision: 'ACCEPTED',
      stream: inventoryStream(productId),
    });
  });

  describe('with bad input', () => {
    let productId: string;

    before(async () => {
      productId = await shop.product(5);
    });

    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${shop.gateway}/api/orders`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${token}`,
          'Idempotency-Key': randomUUID(),
          ...headers,
        },
        body,
      });

    const expectProblem = async (answer: Response, status: number, code?: string) => {
      expect(answer.status).to.equal(status);
      expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
      const problem = (await answer.json()) as { code: string; status: number };
      expect(problem.status).to.equal(status);
      expect(problem.code).to.match(/^[A-Z][A-Z0-9_]+$/);
      if (code !== undefined) expect(problem.code).to.equal(code);
    };

    const oneUnit = () => JSON.stringify({ items: [{ productId, quantity: 1 }] });

    it('answers 401 without a token, and with one that is none', async () => {
      await expectProblem(await post(oneUnit(), { Authorization: '' }), 401);
      await expectProblem(await post(oneUnit(), { Authorization: 'Bearer nonsense' }), 401);
      await expectProblem(await post(oneUnit(), { Authorization: 'Basic abc' }), 401);
      await expectProblem(
        await post(oneUnit(), { Authorization: `Bearer ${token.slice(0, -4)}AAAA` }),
        401,
      );
    });

    it('answers 400 to a key that the body must not have', async () => {
      const body = JSON.stringify({ items: [{ productId, quantity: 1 }], role: 'admin' });
      await expectProblem(await post(body), 400, 'VALIDATION_FAILED');
    });

    it('answers 400 when the Idempotency-Key is missing or malformed', async () => {
      const bare = await fetch(`${shop.gateway}/api/orders`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: oneUnit(),
      });
      await expectProblem(bare, 400, 'IDEMPOTENCY_KEY_MISSING');
      await expectProblem(
        await post(oneUnit(), { 'Idempotency-Key': 'short' }),
        400,
        'IDEMPOTENCY_KEY_INVALID',
      );
    });

    it('answers 422 to a key that was used for another order', async () => {
      const key = randomUUID();
      await post(oneUnit(), { 'Idempotency-Key': key });
      const other = JSON.stringify({ items: [{ productId, quantity: 2 }] });
      await expectProblem(
        await post(other, { 'Idempotency-Key': key }),
        422,
        'IDEMPOTENCY_KEY_REUSED',
      );
    });

    it('answers 404 to a product that does not exist', async () => {
      const body = JSON.stringify({ items: [{ productId: randomUUID(), quantity: 1 }] });
      await expectProblem(await post(body), 404, 'PRODUCT_NOT_FOUND');
    });

    for (const quantity of ['0', '-1', '1.5', '"1"', '1e309', 'null', '1001'])
      it(`answers 400 to a quantity of ${quantity}`, async () => {
        await expectProblem(
          await post(`{"items":[{"productId":"${productId}","quantity":${quantity}}]}`),
          400,
        );
      });

    it('answers 400 to what is not JSON, and 404 to a path that is none', async () => {
      await expectProblem(await post('{"items":'), 400);
      await expectProblem(
        await fetch(`${shop.gateway}/api/nothing`, {
          headers: { Authorization: `Bearer ${token}` },
        }),
        404,
      );
    });
  });

  it('stops cleanly, and starts again with everything it had', async function () {
    if (home === undefined) this.skip();
    const productId = await shop.product(3);
    const key = randomUUID();
    const { body } = await shop.order(token, productId, key);
    const before = await shop.outcome(token, body.order.id);
    const code = await system.stop();

    expect(code).to.equal(0);
    expect(home.processes()).to.deep.equal([]);

    system = await home.start([], settings);
    shop = openShop(system);
    const replayed = await shop.order(token, productId, key);
    const after = await shop.outcome(token, body.order.id);

    expect(system.startedInMs).to.be.lessThan(30_000);
    expect(after).to.deep.equal(before);
    expect(replayed.body satisfies Placed).to.deep.equal(body);
    expect(await shop.api.call({ path: `/api/products/${productId}/stock`, token }))
      .to.have.property('body')
      .that.includes({ onHand: 3, reserved: 1, available: 2 });
  });
});
