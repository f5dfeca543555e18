import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { OrderResource } from '../../../contracts/http/orders.js';
import type { ProductResource } from '../../../contracts/http/products.js';
import { expectProblem } from '../../support/clients/http.js';
import { startTcpProxy, type TcpProxy } from '../../support/servers/tcpProxy.js';
import { newKey, orderOf, type Shop, startShopUnderTest } from './ordersFixture.js';

describe('While Postgres is away', () => {
  let proxy: TcpProxy;
  let shop: Shop;
  let known: ProductResource;
  let young: ProductResource;
  let placed: OrderResource;
  let token: string;
  const key = newKey();

  before(async () => {
    shop = await startShopUnderTest({
      reachDatabase: async (databaseUrl) => {
        const url = new URL(databaseUrl);
        proxy = await startTcpProxy(Number(url.port));
        url.host = `127.0.0.1:${proxy.port}`;

        return url.href;
      },
    });
    token = shop.signIn();
    known = await shop.addProduct();
    placed = orderOf(await place(known, key));
    young = await shop.addProduct();
    await proxy.stop();
  });
  after(() => shop.stop());

  const place = ({ id: productId }: Pick<ProductResource, 'id'>, headers = newKey()) =>
    shop.ask('/api/orders', { body: { items: [{ productId, quantity: 1 }] }, headers, token });

  it('orders are taken, of products that are known and of others', async () => {
    expect((await place(known)).status).to.equal(201);
    expect((await place(young)).status).to.equal(201);
  });

  it('soon they are taken without waiting for it', async () => {
    await place(known);
    const tookMs: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const began = performance.now();
      await place(known);
      tookMs.push(performance.now() - began);
    }

    expect(Math.min(...tookMs)).to.be.below(500);
  });

  it('keys are replayed and unknown products refused, since the streams know', async () => {
    const again = await place(known, key);

    expect(orderOf(again)).to.deep.equal(placed);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
    expectProblem(await place({ id: randomUUID() }), 404, 'PRODUCT_NOT_FOUND');
  });

  it('an order is folded from its stream', async () => {
    const answer = await shop.ask(`/api/orders/${placed.id}`, { token });

    expect(answer.status).to.equal(200);
    expect(orderOf(answer)).to.deep.equal(placed);
  });

  it('lists say that they cannot', async () => {
    expectProblem(await shop.ask('/api/orders', { token }), 503, 'DATABASE_UNAVAILABLE');
    expectProblem(await shop.askInventory('/api/products', { token }), 503, 'DATABASE_UNAVAILABLE');
  });

  it('sessions that began before go on, and readiness says what is missing', async () => {
    const { status, body } = await shop.ask('/ready');

    expect(body['dependencies']).to.include({ database: 'failing', eventStore: 'ok' });
    expect(status).to.equal(200);
  });
});
