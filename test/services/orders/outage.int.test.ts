import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { OrderResource } from '../../../contracts/http/orders.js';
import type { ProductResource } from '../../../contracts/http/products.js';
import { startEventStoreNode } from '../../../embedded/eventStoreNode/index.js';
import { expectProblem } from '../../support/clients/http.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

describe('While the event store is away', () => {
  let shop: Shop;
  let node: Awaited<ReturnType<typeof startEventStoreNode>>;
  let dir: string;
  let product: ProductResource;
  let placed: OrderResource;
  let token: string;
  const key = newKey();

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'quicksale-outage-'));
    node = await startEventStoreNode({ dir, port: 0 });
    shop = await startShopUnderTest({
      withPipeline: true,
      environment: { EVENTSTORE_URL: node.url },
    });
    token = shop.signIn();
    product = await shop.addProduct();
    placed = orderOf(await place(newKey()));
    await until(async () => orderOf(await readOrder()).status === 'CONFIRMED');
    await until(async () => (await list()).some(({ status }) => status === 'CONFIRMED'));
    await node.stop();
  });
  after(async () => {
    await shop.stop();
    await node.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const place = (headers: Record<string, string>) =>
    shop.ask('/api/orders', {
      body: { items: [{ productId: product.id, quantity: 1 }] },
      headers,
      token,
    });
  const readOrder = () => shop.ask(`/api/orders/${placed.id}`, { token });
  const list = async () =>
    (await shop.ask('/api/orders', { token })).body['orders'] as OrderResource[];

  it('orders are not taken, in time, and the answer says whether to ask again', async () => {
    const began = performance.now();
    const { status, body, headers } = await place(key);

    expect([503, 504]).to.include(status);
    expect(body['code']).to.be.oneOf(['EVENT_STORE_UNAVAILABLE', 'OUTCOME_UNKNOWN']);
    expect(headers.get('retry-after')).to.equal('1');
    expect(performance.now() - began).to.be.below(10_000);
  });

  it('an order that goes on is shown as the read model knows it, and marked as stale', async () => {
    const answer = await readOrder();

    expect(answer.status).to.equal(200);
    expect(answer.headers.get('x-stale')).to.equal('true');
    expect(orderOf(answer)).to.include({ id: placed.id, status: 'CONFIRMED' });
  });

  it('lists go on, and products too', async () => {
    const seen = await shop.askInventory(`/api/products/${product.id}`, { token });

    expect(await list()).to.have.length(1);
    expect(seen.status).to.equal(200);
    expect(seen.headers.get('x-stale')).to.equal('true');
  });

  it('changes are refused and services are not ready', async () => {
    const patch = await shop.askInventory(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { adjustment: 1 },
      token: shop.admin,
    });

    expect([503, 504]).to.include(patch.status);
    expect((await shop.ask('/ready')).status).to.equal(503);
    expect((await shop.ask('/health')).status).to.equal(200);
  });

  it('nothing is lost: afterwards the same key gives the order', async () => {
    node = await startEventStoreNode({ dir, port: Number(new URL(node.url).port) });
    await until(async () => (await place(key)).status === 201);
    const answer = await place(key);

    expectProblem(await place({}), 400, 'IDEMPOTENCY_KEY_MISSING');
    await until(async () => {
      const { id } = orderOf(answer);

      return orderOf(await shop.ask(`/api/orders/${id}`, { token })).status === 'CONFIRMED';
    });
  });
});
