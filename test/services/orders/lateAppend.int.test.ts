import { expect } from 'chai';
import type { ProductResource } from '../../../contracts/http/products.js';
import { orderStream } from '../../../domain/order/index.js';
import { pause } from '../../../platform/concurrency/index.js';
import type { Running } from '../../../platform/process/index.js';
import { orderIdOf } from '../../../services/orders/useCases/orderIds.js';
import { expectProblem } from '../../support/clients/http.js';
import {
  type EventStoreCluster,
  startEventStoreCluster,
} from '../../support/servers/eventStoreCluster/startEventStoreCluster.js';
import {
  askAt,
  isReady,
  newKey,
  orderOf,
  type Shop,
  startShopUnderTest,
  until,
} from './ordersFixture.js';

/** One process reaches the event store through the cluster, the other past it. */
describe('An order whose append is late, of a product that is sold out meanwhile', function () {
  this.timeout(60_000);

  const userId = '7f9c24e8-3b12-4fef-91e0-5a2d3c4b5e6f';
  const key = newKey();
  const orderId = orderIdOf(userId, key['idempotency-key'] ?? '');
  let cluster: EventStoreCluster;
  let shop: Shop;
  let other: Running;
  let shoes: ProductResource;

  before(async () => {
    cluster = await startEventStoreCluster();
    shop = await startShopUnderTest({
      withPipeline: true,
      // nobody waits for the unit of the late order
      environment: { EVENTSTORE_URL: cluster.url, ADMISSION: 'off' },
    });
    other = await shop.startAnother({ EVENTSTORE_URL: cluster.storeUrl });
    await isReady(other);
    shoes = await shop.addProduct({ stock: 1 });
    hold(orderStream(orderId));
  });
  after(async () => {
    await other.stop();
    await shop.stop();
    await cluster.stop();
  });

  const hold = (stream: string) => {
    for (const { state } of cluster.nodes) state.heldStreams = new Set([stream]);
  };
  const order = (headers = key) => ({
    body: { items: [{ productId: shoes.id, quantity: 1 }] },
    headers,
    token: shop.signIn('customer', userId),
  });
  const place = (headers?: typeof key) => shop.ask('/api/orders', order(headers));
  const placeAtOther = (headers?: typeof key) => askAt(other)('/api/orders', order(headers));
  const eventsOf = async () =>
    (await shop.eventStore.read(orderStream(orderId))).events.map(({ type }) => type);

  it('has no outcome', async () => {
    expectProblem(await place(), 504, 'OUTCOME_UNKNOWN');
  });

  it('has none when it is repeated after the product was sold out', async () => {
    expect((await place(newKey())).status).to.equal(201);
    await until(async () => (await place(newKey())).status === 409);

    expectProblem(await place(), 504, 'OUTCOME_UNKNOWN');
  });

  it('is not refused by another process either, which places it', async () => {
    await until(async () => (await placeAtOther(newKey())).status === 409);
    const answer = await placeAtOther();

    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect(orderOf(answer).id).to.equal(orderId);
  });

  it('is there once after the late append, and the inventory has refused it', async () => {
    for (const node of cluster.nodes) node.letThrough();
    await until(async () => (await eventsOf()).includes('OrderCancelled'));
    await pause(1_000);

    expect((await eventsOf()).filter((type) => type === 'OrderPlaced')).to.have.length(1);
    for (const again of [await place(), await placeAtOther()])
      expect(again.headers.get('idempotency-replayed')).to.equal('true');
  });

  it('leaves nothing behind', async () => {
    await until(async () => {
      const rows = await shop.database.query('SELECT FROM orders.open_placements');

      return rows.length === 0;
    });
  });
});
