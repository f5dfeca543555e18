import { expect } from 'chai';
import type { ProductResource } from '../../../contracts/http/products.js';
import { pause } from '../../../platform/concurrency/index.js';
import { expectProblem, type HttpCall } from '../../support/clients/http.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

describe('While the projector stands still', () => {
  let shop: Shop;
  let shoes: ProductResource;

  before(async () => {
    shop = await startShopUnderTest({ withPipeline: true });
    shoes = await shop.addProduct({ stock: 1, price: 10.5 });
    await place();
    await until(async () => (await place()).status === 409);
    await shop.stopProjector();
  });
  after(() => shop.stop());

  const place = () =>
    shop.ask('/api/orders', {
      body: { items: [{ productId: shoes.id, quantity: 1 }] },
      headers: newKey(),
      token: shop.signIn(),
    });
  const change = async (path: string, call: HttpCall): Promise<void> => {
    const { status } = await shop.askInventory(`/api/products/${shoes.id}${path}`, {
      ...call,
      token: shop.admin,
    });
    expect(status).to.equal(200);
  };

  it('a product that is sold out is still refused', async () => {
    await pause(1_500);

    expectProblem(await place(), 409, 'SOLD_OUT');
  });

  it('it is sold again within a second of coming back, at the price of now', async () => {
    await change('/stock', { method: 'PATCH', body: { adjustment: 100 } });
    await change('', { method: 'PUT', body: { price: 20 }, headers: { 'if-match': '"1"' } });
    await pause(1_000);
    const answer = await place();

    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect(orderOf(answer).totalAmount).to.equal(20);
  });

  it('it is no longer sold soon after it was withdrawn', async () => {
    await shop.askInventory(`/api/products/${shoes.id}`, { method: 'DELETE', token: shop.admin });
    await pause(1_000);

    expectProblem(await place(), 404, 'PRODUCT_NOT_FOUND');
  });
});
