import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ProductResource } from '../../../contracts/http/products.js';
import { type KafkaBroker, startKafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import type { HttpReply } from '../../support/clients/http.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

describe('While Kafka is away', function () {
  this.timeout(60_000);

  let dir: string;
  let broker: KafkaBroker;
  let shop: Shop;
  let product: ProductResource;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'quicksale-kafka-away-'));
    broker = await startKafkaBroker({ dir });
    shop = await startShopUnderTest({
      environment: { KAFKA_BROKERS: `127.0.0.1:${broker.port}` },
    });
    product = await shop.addProduct();
    await broker.stop();
  });
  after(async () => {
    await shop.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const failing = ({ body }: HttpReply): string[] =>
    Object.entries(body['dependencies'] ?? {}).flatMap(([name, state]) =>
      state === 'failing' ? [name] : [],
    );

  it('orders and inventory say that they miss it, and that they are ready all the same', async () => {
    await until(async () => failing(await shop.ask('/ready')).length > 0);
    await until(async () => failing(await shop.askInventory('/ready')).length === 2);
    const answers = [await shop.ask('/ready'), await shop.askInventory('/ready')];

    expect(answers.map(failing)).to.deep.equal([
      ['inventory.result'],
      ['order.created', 'order.status'],
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
  });

  it('orders are taken and shown', async () => {
    const token = shop.signIn();
    const body = { items: [{ productId: product.id, quantity: 1 }] };
    const placed = await shop.ask('/api/orders', { body, headers: newKey(), token });
    const seen = await shop.ask(`/api/orders/${orderOf(placed).id}`, { token });

    expect([placed.status, seen.status]).to.deep.equal([201, 200]);
    expect(orderOf(seen).status).to.equal('PENDING');
  });
});
