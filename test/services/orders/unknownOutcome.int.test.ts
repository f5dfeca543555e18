import { expect } from 'chai';
import type { ProductResource } from '../../../contracts/http/products.js';
import { orderStream } from '../../../domain/order/index.js';
import { pause } from '../../../platform/concurrency/index.js';
import { orderIdOf } from '../../../services/orders/useCases/orderIds.js';
import { type HttpReply, expectProblem } from '../../support/clients/http.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';
import { startTcpProxy, type TcpProxy } from '../../support/servers/tcpProxy.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

/** How long the gateway waits for an answer. */
const gatewayTimeoutMs = 5_000;

describe('When the answer of the event store is lost', () => {
  let node: OwnEventStore;
  let proxy: TcpProxy;
  let shop: Shop;
  let product: ProductResource;
  const userId = '7f9c24e8-3b12-4fef-91e0-5a2d3c4b5e6f';
  let token: string;

  before(async () => {
    node = await startOwnEventStore();
    proxy = await startTcpProxy(node.port);
    shop = await startShopUnderTest({
      environment: { EVENTSTORE_URL: `esdb://127.0.0.1:${proxy.port}?tls=false` },
    });
    product = await shop.addProduct();
    token = shop.signIn('customer', userId);
  });
  after(async () => {
    await shop.stop();
    await proxy.stop();
    await node.stop();
  });

  const place = (headers: Record<string, string>): Promise<HttpReply> =>
    shop.ask('/api/orders', {
      body: { items: [{ productId: product.id, quantity: 1 }] },
      headers,
      token,
    });
  const eventsOf = async (headers: Record<string, string>) =>
    (
      await shop.eventStore.read(orderStream(orderIdOf(userId, headers['idempotency-key'] ?? '')))
    ).events.map(({ type }) => type);

  /**
   * An append is sent only on a connection that has had an answer: gives each of them one. The last
   * order caches the product anew, which is read from the store when that is older than 250 ms.
   */
  const prepare = async () => {
    await until(async () => {
      const answers = await Promise.all(Array.from({ length: 16 }, () => place(newKey())));

      return answers.every(({ status }) => status === 201);
    });
    await pause(300);
    await place(newKey());
  };

  it('once, the order is placed all the same, once', async () => {
    const headers = newKey();
    await prepare();
    proxy.loseNextAnswer();
    const answer = await place(headers);

    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect(await eventsOf(headers)).to.deep.equal(['OrderPlaced']);
  });

  it('for long, it says that it does not know, and the same key finds it out', async () => {
    const headers = newKey();
    await prepare();
    const heal = proxy.mute();
    const began = performance.now();
    const unknown = await place(headers);
    const took = performance.now() - began;
    heal();

    expectProblem(unknown, 504, 'OUTCOME_UNKNOWN');
    expect(unknown.headers.get('retry-after')).to.equal('1');
    expect(took).to.be.below(gatewayTimeoutMs);
    await until(async () => (await place(headers)).status === 201);
    const first = await place(headers);
    expect(first.headers.get('idempotency-replayed')).to.equal('true');
    expect(orderOf(first).idempotencyKey).to.equal(headers['idempotency-key']);
    expect(await eventsOf(headers)).to.deep.equal(['OrderPlaced']);
  });

  it('for long, a change of stock is answered so too, and is done once', async () => {
    const adjust = { method: 'PATCH', body: { adjustment: 3 }, headers: newKey() };
    const path = `/api/products/${product.id}/stock`;
    const change = () => shop.askInventory(path, { ...adjust, token: shop.admin });
    await prepare();
    const heal = proxy.mute();
    const began = performance.now();
    const unknown = await change();
    const took = performance.now() - began;
    heal();

    expectProblem(unknown, 504, 'OUTCOME_UNKNOWN');
    expect(took).to.be.below(gatewayTimeoutMs);
    await until(async () => (await change()).status === 200);
    const { body, headers } = await change();
    expect(headers.get('idempotency-replayed')).to.equal('true');
    expect(body['stock']).to.include({ onHand: 8 });
  });
});
