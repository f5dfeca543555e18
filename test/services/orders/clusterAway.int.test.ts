import { expect } from 'chai';
import type { OrderResource } from '../../../contracts/http/orders.js';
import type { ProductResource } from '../../../contracts/http/products.js';
import type { HttpReply } from '../../support/clients/http.js';
import {
  type EventStoreCluster,
  startEventStoreCluster,
} from '../../support/servers/eventStoreCluster/startEventStoreCluster.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

describe('While no node of the event store’s cluster takes requests', function () {
  this.timeout(60_000);

  let cluster: EventStoreCluster;
  let shop: Shop;
  let product: ProductResource;
  let placed: OrderResource;
  let token: string;

  before(async () => {
    cluster = await startEventStoreCluster();
    shop = await startShopUnderTest({ environment: { EVENTSTORE_URL: cluster.url } });
    token = shop.signIn();
    product = await shop.addProduct();
    placed = orderOf(await place());
  });
  after(async () => {
    await shop.stop();
    await cluster.stop();
  });

  const place = () =>
    shop.ask('/api/orders', {
      body: { items: [{ productId: product.id, quantity: 1 }] },
      headers: newKey(),
      token,
    });
  const read = (path = '') => shop.ask(`/api/orders/${placed.id}${path}`, { token });
  const cancel = () =>
    shop.ask(`/api/orders/${placed.id}`, {
      method: 'DELETE',
      headers: { ...newKey(), 'If-Match': '*' },
      token,
    });
  const changeStock = () =>
    shop.askInventory(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { adjustment: 1 },
      token: shop.admin,
    });

  const reads = [() => read(), () => read('/history'), () => read('/why')];
  const all = [...reads, place, cancel, changeStock];

  const expectUnavailable = ({ status, body, headers }: HttpReply): void => {
    expect([status, body['code']]).to.deep.equal([503, 'EVENT_STORE_UNAVAILABLE']);
    expect(headers.get('retry-after')).to.equal('1');
    expect(JSON.stringify(body)).to.not.match(/esdb|discover|127\.0/i);
  };

  it('because they elect a leader, reads and writes are 503 in time: nothing was written', async () => {
    cluster.electing();
    for (const answer of await Promise.all(all.map((send) => send()))) expectUnavailable(answer);
    cluster.elected(1);

    await until(async () => (await place()).status === 201);
  });

  it('because all are down, reads are 503, and so are writes once that is known', async () => {
    cluster.down();
    for (const answer of await Promise.all(reads.map((send) => send()))) expectUnavailable(answer);
    await until(async () => (await place()).status === 503);
    for (const answer of await Promise.all(all.map((send) => send()))) expectUnavailable(answer);
    await cluster.up();

    await until(async () => (await place()).status === 201);
    expect((await read()).status).to.equal(200);
  });
});
