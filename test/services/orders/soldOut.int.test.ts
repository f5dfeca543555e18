import { expect } from 'chai';
import type { ProductResource } from '../../../contracts/http/products.js';
import { expectProblem } from '../../support/clients/http.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

describe('A product that is sold out', () => {
  let shop: Shop;
  let shoes: ProductResource;
  const winner = newKey();
  let winnersToken: string;

  before(async () => {
    shop = await startShopUnderTest({ withPipeline: true });
    shoes = await shop.addProduct({ stock: 1 });
    winnersToken = shop.signIn();
    await place(winner, winnersToken);
    await until(async () => (await place()).status === 409);
  });
  after(() => shop.stop());

  const place = (headers = newKey(), token = shop.signIn()) =>
    shop.ask('/api/orders', {
      body: { items: [{ productId: shoes.id, quantity: 1 }] },
      headers,
      token,
    });
  const orderCount = async () =>
    (await shop.ask('/api/orders', { token: shop.admin })).body['total'];

  it('is refused at once and without an order', async () => {
    const before = await orderCount();
    expectProblem(await place(), 409, 'SOLD_OUT');
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(await orderCount()).to.equal(before);
  });

  it('is still refused after seconds in which nothing happened', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2_000));

    expectProblem(await place(), 409, 'SOLD_OUT');
  });

  it('does not keep a key from being replayed, nor from being refused for another request', async () => {
    const again = await place(winner, winnersToken);
    const other = await shop.ask('/api/orders', {
      body: { items: [{ productId: shoes.id, quantity: 2 }] },
      headers: winner,
      token: winnersToken,
    });

    expect(again.status).to.equal(201);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('does not use the refused key up, and is sold again within a second of coming back', async () => {
    const headers = newKey();
    const token = shop.signIn();
    expectProblem(await place(headers, token), 409, 'SOLD_OUT');
    await shop.askInventory(`/api/products/${shoes.id}/stock`, {
      method: 'PATCH',
      body: { adjustment: 1 },
      token: shop.admin,
    });
    // it has come back to those who read once the projector has written it
    await until(async () => {
      const available = 'SELECT FROM read.products WHERE product_id = $1 AND on_hand > reserved';

      return (await shop.database.query(available, [shoes.id])).length > 0;
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const answer = await place(headers, token);

    expect(answer.status).to.equal(201);
    const { id } = orderOf(answer);
    await until(
      async () => orderOf(await shop.ask(`/api/orders/${id}`, { token })).status === 'CONFIRMED',
    );
  });
});

describe('A product that is sold out, with the fast path off', () => {
  it('gets orders, which are cancelled', async () => {
    const shop = await startShopUnderTest({
      withPipeline: true,
      environment: { SOLD_OUT_FAST_PATH: 'off' },
    });
    const { id: productId } = await shop.addProduct({ stock: 0 });
    const token = shop.signIn();
    const call = { body: { items: [{ productId, quantity: 1 }] }, token };
    const order = orderOf(await shop.ask('/api/orders', { ...call, headers: newKey() }));
    const seen = async () => orderOf(await shop.ask(`/api/orders/${order.id}`, { token }));
    await until(async () => (await seen()).status === 'CANCELLED');

    expect((await seen()).reason).to.equal('OUT_OF_STOCK');
    await shop.stop();
  });
});
