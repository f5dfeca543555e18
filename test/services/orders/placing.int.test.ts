import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { order as orderSchema } from '../../../contracts/http/orders.js';
import type { ProductResource } from '../../../contracts/http/products.js';
import { documentedRoutes } from '../../documents/documentedAnswers.js';
import { expectProblem, type HttpReply } from '../../support/clients/http.js';
import { askAt, isReady, newKey, orderOf, type Shop, startShopUnderTest } from './ordersFixture.js';

describe('Placing an order', () => {
  let shop: Shop;
  let product: ProductResource;
  let buyer: string;

  before(async () => {
    shop = await startShopUnderTest();
    product = await shop.addProduct();
    buyer = shop.signIn();
  });
  after(() => shop.stop());

  const place = (body: unknown, headers: Record<string, string> = newKey(), token = buyer) =>
    shop.ask('/api/orders', { body, headers, token });
  const items = (quantity: unknown = 1, productId = product.id) => ({
    items: [{ productId, quantity }],
  });

  it('answers the order, PENDING, with its place, version and position', async () => {
    const headers = newKey();
    const answer = await place(items(2), headers);
    const order = orderSchema.parse(answer.body['order']);

    expect(answer.status).to.equal(201);
    expect(answer.body['message']).to.be.a('string');
    expect(answer.headers.get('location')).to.equal(`/api/orders/${order.id}`);
    expect(answer.headers.get('etag')).to.equal(`"${order.version}"`);
    expect(answer.headers.get('x-position')).to.match(/^\d+$/);
    expect(answer.headers.get('idempotency-replayed')).to.equal(null);
    expect(order).to.include({
      status: 'PENDING',
      inventoryStatus: 'PENDING',
      totalAmount: 21,
      currency: 'USD',
      idempotencyKey: headers['idempotency-key'],
    });
    expect(order.items[0]).to.include({
      productId: product.id,
      name: product.name,
      quantity: 2,
      unitPrice: 10.5,
      lineTotal: 21,
      inventoryStatus: 'PENDING',
    });
  });

  it('takes a product that was added a moment ago', async () => {
    const young = await shop.addProduct();

    expect((await place(items(1, young.id))).status).to.equal(201);
  });

  it('merges the lines of one product', async () => {
    const answer = await place({ items: [...items(1).items, ...items(2).items] });

    expect(orderOf(answer).items.map(({ quantity }) => quantity)).to.deep.equal([3]);
  });

  describe('twice with one key', () => {
    it('replays the first answer, byte by byte, whatever the order and split of the lines', async () => {
      const other = await shop.addProduct();
      const headers = newKey();
      const line = { productId: product.id, quantity: 1 };
      const ask = (body: unknown) => place(body, headers);
      const first = await ask({ items: [line, line, { productId: other.id, quantity: 1 }] });
      const again = await ask({
        items: [
          { productId: other.id, quantity: 1 },
          { productId: product.id.toUpperCase(), quantity: 2 },
        ],
      });

      expect(first.status).to.equal(201);
      expect(again.status).to.equal(201);
      expect(JSON.stringify(again.body)).to.equal(JSON.stringify(first.body));
      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      for (const name of ['location', 'etag', 'x-position'])
        expect(again.headers.get(name)).to.equal(first.headers.get(name));
    });

    it('takes a quoted key for the same as the bare one', async () => {
      const key = `quoted-${randomUUID()}`;
      await place(items(), { 'idempotency-key': key });
      const again = await place(items(), { 'idempotency-key': `"${key}"` });

      expect(again.headers.get('idempotency-replayed')).to.equal('true');
    });

    it('refuses another request, also one for a product that does not exist', async () => {
      const headers = newKey();
      await place(items(1), headers);

      expectProblem(await place(items(2), headers), 422, 'IDEMPOTENCY_KEY_REUSED');
      expectProblem(await place(items(1, randomUUID()), headers), 422, 'IDEMPOTENCY_KEY_REUSED');
    });

    it('replays after the product was withdrawn and its price changed', async () => {
      const young = await shop.addProduct();
      const headers = newKey();
      const first = await place(items(1, young.id), headers);
      await shop.askInventory(`/api/products/${young.id}`, {
        method: 'DELETE',
        token: shop.admin,
      });
      await new Promise((resolve) => setTimeout(resolve, 300));

      expect((await place(items(1, young.id), headers)).body).to.deep.equal(first.body);
      expectProblem(await place(items(1, young.id)), 404, 'PRODUCT_NOT_FOUND');
    });

    it('gives each user an order of their own', async () => {
      const headers = newKey();
      const mine = await place(items(), headers);
      const theirs = await place(items(), headers, shop.signIn());

      expect(theirs.status).to.equal(201);
      expect(orderOf(theirs).id).not.to.equal(orderOf(mine).id);
      expect(theirs.headers.get('idempotency-replayed')).to.equal(null);
    });

    it('makes one order of 200 at once, over two instances, and answers all of them alike', async () => {
      const another = await shop.startAnother();
      await isReady(another);
      const headers = newKey();
      const asks = [shop.ask, askAt(another)];
      let unsettled = 0;
      /** As a client does: on a busy machine some may not get an answer in time. */
      const insist = async (ask = shop.ask): Promise<HttpReply> => {
        const answer = await ask('/api/orders', { body: items(), headers, token: buyer });
        if (answer.status < 500) return answer;
        unsettled += 1;

        return insist(ask);
      };
      const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => insist(asks[n % 2])));
      await another.stop();

      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).to.equal(1);
      const first = answers.filter(({ headers }) => headers.get('idempotency-replayed') === null);
      expect(first).to.have.length.within(unsettled > 0 ? 0 : 1, 1);
    });

    it('does not use the key up when the request is refused', async () => {
      const headers = newKey();
      expectProblem(await place(items(0), headers), 400, 'VALIDATION_FAILED');
      expectProblem(await place(items(1, randomUUID()), headers), 404, 'PRODUCT_NOT_FOUND');

      expect((await place(items(1), headers)).status).to.equal(201);
    });
  });

  describe('refuses', () => {
    for (const quantity of ['0', '-1', '1.5', '"1"', '1e309', '1001', 'null', '[]'])
      it(`quantity ${quantity}`, async () =>
        expectProblem(
          await place(`{"items":[{"productId":"${product.id}","quantity":${quantity}}]}`),
          400,
          'VALIDATION_FAILED',
        ));

    it('more units of a product in many lines than a line may have, as documented', async () => {
      const answer = await place({ items: [...items(1000).items, ...items(1).items] });

      expectProblem(answer, 400, 'QUANTITY_OUT_OF_RANGE');
      const route = documentedRoutes().find(
        ({ operation }) => operation.operationId === 'placeOrder',
      );
      expect(JSON.stringify(route?.operation.responses['400'])).to.include('QUANTITY_OUT_OF_RANGE');
    });

    for (const [what, body] of [
      ['an unknown key', { items: [], price: 1 }],
      ['no lines', { items: [] }],
      ['items that are no list', { items: {} }],
      ['no body', undefined],
      ['a list', []],
    ] as const)
      it(what, async () => {
        const call = { method: 'POST', headers: newKey(), token: buyer };

        expectProblem(
          await shop.ask('/api/orders', body === undefined ? call : { ...call, body }),
          400,
          'VALIDATION_FAILED',
        );
      });

    it('51 lines', async () =>
      expectProblem(
        await place({ items: Array(51).fill(items().items[0]) }),
        400,
        'VALIDATION_FAILED',
      ));

    it('what is no JSON', async () =>
      expectProblem(await place('{"items":'), 400, 'MALFORMED_JSON'));

    it('a missing key', async () =>
      expectProblem(await place(items(), {}), 400, 'IDEMPOTENCY_KEY_MISSING'));

    for (const key of ['short', 'x'.repeat(129), 'with blanks in it', '"half-quoted'])
      it(`the key ${key.slice(0, 20)}`, async () =>
        expectProblem(
          await place(items(), { 'idempotency-key': key }),
          400,
          'IDEMPOTENCY_KEY_INVALID',
        ));

    it('a request without token, or with a wrong one', async () => {
      const call = { body: items(), headers: newKey() };

      expectProblem(await shop.ask('/api/orders', call), 401, 'TOKEN_MISSING');
      expectProblem(
        await shop.ask('/api/orders', { ...call, token: `${buyer}x` }),
        401,
        'TOKEN_INVALID',
      );
    });

    it('an unknown product', async () =>
      expectProblem(await place(items(1, randomUUID())), 404, 'PRODUCT_NOT_FOUND'));

    it('any other method', async () =>
      expectProblem(
        await shop.ask('/api/orders', { method: 'PATCH', token: buyer, body: {} }),
        405,
        'METHOD_NOT_ALLOWED',
      ));
  });

  it('answers the same through Express as on the hot path', async () => {
    const headers = newKey();
    const hot = await place(items(), headers);
    const cold = await shop.ask('/api/orders?', { body: items(), headers, token: buyer });

    expect(cold.status).to.equal(201);
    expect(cold.body).to.deep.equal(hot.body);
  });
});
