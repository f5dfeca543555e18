import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ProductResource, Stock } from '../../../contracts/http/products.js';
import { expectProblem } from '../../support/clients/http.js';
import {
  bodyOf,
  type InventoryUnderTest,
  isReady,
  newProduct,
  startInventoryUnderTest,
} from './inventoryFixture.js';

describe('Manual reservations', () => {
  let shop: InventoryUnderTest;
  let productId: string;

  before(async () => {
    shop = await startInventoryUnderTest();
  });
  beforeEach(async () => {
    const answer = await shop.ask('/api/products', { body: newProduct(), token: shop.admin });
    productId = bodyOf<ProductResource>(answer, 'product').id;
  });
  after(() => shop.stop());

  const reserve = (reservationId: string, quantity: unknown = 2, token = shop.admin) =>
    shop.ask('/api/inventory/reserve', { body: { reservationId, productId, quantity }, token });
  const release = (reservationId: string) =>
    shop.ask('/api/inventory/release', {
      body: { reservationId, productId },
      token: shop.admin,
    });
  const stock = async () =>
    (await shop.ask(`/api/products/${productId}/stock`, { token: shop.customer }))
      .body as unknown as Stock;

  it('hold units, and answer the same when repeated', async () => {
    const id = randomUUID();
    const first = await reserve(id);
    const again = await reserve(id);

    expect([first.status, again.status]).to.deep.equal([201, 201]);
    expect(again.body).to.deep.equal(first.body);
    expect(await stock()).to.include({ reserved: 2, available: 3 });
  });

  it('refuse another quantity, more than there is, and coming back after a release', async () => {
    const id = randomUUID();
    await reserve(id);

    expectProblem(await reserve(id, 3), 422, 'RESERVATION_MISMATCH');
    expectProblem(await reserve(randomUUID(), 4), 409, 'OUT_OF_STOCK');
    expect((await release(id)).status).to.equal(200);
    expectProblem(await reserve(id), 409, 'RESERVATION_RELEASED');
  });

  it('may be tried again after OUT_OF_STOCK', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await reserve(first, 5);
    expectProblem(await reserve(second, 5), 409, 'OUT_OF_STOCK');
    await release(first);

    expect((await reserve(second, 5)).status).to.equal(201);
  });

  it('are released once, with the same answer every time', async () => {
    const id = randomUUID();
    await reserve(id);
    const [first, again] = [await release(id), await release(id)];

    expect([first.status, again.status]).to.deep.equal([200, 200]);
    expect(again.body).to.deep.equal(first.body);
    expect(await stock()).to.include({ reserved: 0, available: 5 });
    expectProblem(await release(randomUUID()), 404, 'RESERVATION_NOT_FOUND');
  });

  it('never hold more than there is, whoever asks at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => reserve(randomUUID(), 1)));

    expect(answers.filter(({ status }) => status === 201)).to.have.length(5);
    expect(answers.filter(({ status }) => status === 409)).to.have.length(35);
    expect(await stock()).to.include({ reserved: 5, available: 0 });
  });

  it('never hold more than there is, over two instances', async () => {
    const another = await shop.startAnother();
    const ask = async (n: number) => {
      const url = n % 2 === 0 ? null : another.url;
      const body = JSON.stringify({ reservationId: randomUUID(), productId, quantity: 1 });
      if (url === null) return (await reserve(randomUUID(), 1)).status;

      return (
        await fetch(`${url}/api/inventory/reserve`, {
          method: 'POST',
          headers: { authorization: `Bearer ${shop.admin}`, 'content-type': 'application/json' },
          body,
        })
      ).status;
    };
    await isReady(another.url ?? '');
    const statuses = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(n)));
    await another.stop();

    expect(statuses.filter((status) => status === 201).length).to.be.at.most(5);
    expect(statuses.filter((status) => status >= 500 && status !== 503)).to.have.length(0);
    const { reserved } = await stock();
    expect(reserved).to.equal(statuses.filter((status) => status === 201).length);
  });

  for (const quantity of [0, -1, 1.5, '1', null])
    it(`refuse quantity ${JSON.stringify(quantity)}`, async () =>
      expectProblem(await reserve(randomUUID(), quantity), 400, 'VALIDATION_FAILED'));

  it('are for admins, of products that exist, with a UUID', async () => {
    expectProblem(await reserve(randomUUID(), 1, shop.customer), 403, 'FORBIDDEN');
    expectProblem(await reserve('mine'), 400, 'VALIDATION_FAILED');
    productId = randomUUID();
    expectProblem(await reserve(randomUUID()), 404, 'PRODUCT_NOT_FOUND');
  });
});
