import { expect } from 'chai';
import type { ProductResource } from '../../../../contracts/http/products.js';
import { orderStream } from '../../../../domain/order/index.js';
import { expectProblem, type HttpReply } from '../../../support/clients/http.js';
import { orderIdOf } from '../../../../services/orders/useCases/orderIds.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from '../ordersFixture.js';

/** There is no pipeline: what is accepted stays undecided until the customer cancels it. */
describe('While orders are accepted and not decided', () => {
  let shop: Shop;
  let product: ProductResource;
  before(async () => {
    shop = await startShopUnderTest({ environment: { ADMISSION_MAX_LAG_MS: '400' } });
    product = await shop.addProduct();
  });
  after(() => shop.stop());

  const place = (token: string, headers = newKey(), quantity = 1) =>
    shop.ask('/api/orders', {
      body: { items: [{ productId: product.id, quantity }] },
      headers,
      token,
    });
  const admission = async () => {
    const { status, body } = await shop.ask('/ready');

    return [status, (body['dependencies'] as Readonly<Record<string, string>>)['admission']];
  };

  it('new ones are 503 BUSY, their keys stay free, and all is well when those are decided', async () => {
    const token = shop.signIn();
    const accepted: HttpReply[] = [];
    const refused: (HttpReply & Readonly<{ key: ReturnType<typeof newKey> }>)[] = [];
    await until(async () => {
      const key = newKey();
      const answer = await place(token, key);
      if (answer.status === 201) accepted.push(answer);
      else refused.push({ ...answer, key });

      return refused.length > 0;
    });
    const [first] = accepted;
    const [busy] = refused;
    if (first === undefined || busy === undefined) throw new Error('one of each was waited for');

    expectProblem(busy, 503, 'BUSY');
    expect(busy.headers.get('retry-after')).to.equal('1');
    expect(await admission()).to.deep.equal([200, 'failing']);
    const orderId = orderIdOf(orderOf(first).userId, busy.key['idempotency-key'] ?? '');
    const stream = orderStream(orderId);
    expect((await shop.eventStore.read(stream)).revision).to.equal('no_stream');

    for (const answer of accepted)
      await shop.ask(`/api/orders/${orderOf(answer).id}`, { method: 'DELETE', token });
    expect(await admission()).to.deep.equal([200, 'ok']);
    // the key may be used for another request even: it was not used up
    const later = await place(token, busy.key, 2);
    expect(later.status).to.equal(201);
    expect(later.headers.has('idempotency-replayed')).to.equal(false);
  });
});
