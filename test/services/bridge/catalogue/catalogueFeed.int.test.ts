import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { productState, stockState, type Topic } from '../../../../contracts/messages/index.js';
import { until } from '../../../support/clients/kafkaClients.js';
import { closeMessaging } from '../../../support/clients/messaging.js';
import { type BridgeFixture, openBridge, openBridgeFixture } from '../bridgeFixture.js';

describe('The catalogue in Kafka', function () {
  this.timeout(120_000);

  let fixture: BridgeFixture;

  beforeEach(async () => {
    fixture = await openBridgeFixture();
  });

  afterEach(closeMessaging);

  it('has a product and its stock as soon as there is one', async () => {
    const productId = randomUUID();
    await openBridge(fixture);
    await putProduct(fixture, productId, { on_hand: 5 });
    const [product] = await valuesOf(fixture, 'product.changed', 1);
    const [stock] = await valuesOf(fixture, 'stock.updated', 1);

    expect(productState.parse(product?.value)).to.deep.include({
      productId,
      price: 7_999,
      currency: 'EUR',
      withdrawnAt: null,
      version: 1,
      revision: 0,
    });
    expect(stockState.parse(stock?.value)).to.eql({
      productId,
      available: 5,
      waiting: 0,
      soldOut: false,
      revision: 0,
    });
    expect(product).to.include({ key: productId, type: 'product.changed' });
  });

  it('has what changes of it, and nothing that does not', async () => {
    const productId = randomUUID();
    await openBridge(fixture);
    await putProduct(fixture, productId, { on_hand: 1 });
    await valuesOf(fixture, 'stock.updated', 1);
    await changeProduct(fixture, productId, 'reserved = 1, revision = 1');
    const stock = await valuesOf(fixture, 'stock.updated', 2);
    await changeProduct(fixture, productId, 'price = 6999, version = 2, revision = 2');
    await valuesOf(fixture, 'product.changed', 2);
    await changeProduct(fixture, productId, 'withdrawn_at = now(), revision = 3');
    const products = await valuesOf(fixture, 'product.changed', 3);

    expect(stock.at(-1)?.value).to.include({ available: 0, soldOut: true, revision: 1 });
    expect(products.map(({ value }) => [value['price'], value['withdrawnAt'] === null])).to.eql([
      [7_999, true],
      [6_999, true],
      [6_999, false],
    ]);
    expect(await valuesOf(fixture, 'stock.updated', 2)).to.have.length(2);
    expect(new Set(products.map(({ id }) => id)).size).to.equal(3);
  });

  it('has at most four levels a second of a product, and always the last', async () => {
    const productId = randomUUID();
    const startedAt = performance.now();
    await openBridge(fixture);
    await putProduct(fixture, productId, { on_hand: 200 });
    for (let reserved = 1; reserved <= 200; reserved++)
      await changeProduct(fixture, productId, `reserved = ${reserved}, revision = ${reserved}`);
    await until(async () => {
      const values = await valuesOf(fixture, 'stock.updated', 1);

      return values.at(-1)?.value['available'] === 0;
    }, 'the last level');
    const levels = await valuesOf(fixture, 'stock.updated', 1);
    const seconds = (performance.now() - startedAt) / 1_000;
    const revisions = levels.map(({ value }) => Number(value['revision']));

    expect(levels.length).to.be.at.most(4 * seconds + 1);
    expect(revisions).to.eql([...revisions].sort((one, other) => one - other));
  });

  it('has what changed while no bridge ran, and nothing twice', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await putProduct(fixture, one, { on_hand: 3 });
    const bridge = await openBridge(fixture);
    await valuesOf(fixture, 'stock.updated', 1);
    await bridge.stop();
    await putProduct(fixture, other, { on_hand: 4 });
    await openBridge(fixture);
    const levels = await valuesOf(fixture, 'stock.updated', 2);
    const products = await valuesOf(fixture, 'product.changed', 2);

    expect(levels.map(({ key }) => key)).to.have.members([one, other]);
    expect(products.map(({ key }) => key)).to.have.members([one, other]);
  });
});

/** Writes a row as the projector does, with its notification. */
const putProduct = async (
  { database }: BridgeFixture,
  productId: string,
  row: Readonly<{ on_hand: number }>,
): Promise<void> => {
  const now = new Date().toISOString();
  const product = {
    ...{ product_id: productId, sku: `S-${productId}`, name: 'Sneaker', description: null },
    ...{ category: 'shoes', price: 7_999, original_price: null, currency: 'EUR' },
    ...{ max_per_customer: null, sale_starts_at: null, sale_ends_at: null, withdrawn_at: null },
    ...{ version: 1, reserved: 0, revision: 0, created_at: now, updated_at: now, ...row },
  };
  await database.query(
    `WITH added AS (
       INSERT INTO read.products SELECT * FROM json_populate_record(NULL::read.products, $1)
     ) SELECT pg_notify('product', $2)`,
    [JSON.stringify(product), productId],
  );
};

const changeProduct = async (
  { database }: BridgeFixture,
  productId: string,
  change: string,
): Promise<void> => {
  await database.query(
    `WITH changed AS (UPDATE read.products SET ${change} WHERE product_id = $1)
     SELECT pg_notify('product', $1::text)`,
    [productId],
  );
};

type Received = Readonly<{
  key: string;
  id: string;
  type: string;
  value: Readonly<Record<string, unknown>>;
}>;

/** Returns all values of the topic, once there are so many. */
const valuesOf = async (
  { kafka }: BridgeFixture,
  topic: Topic,
  atLeast: number,
): Promise<Received[]> => {
  const records: Received[] = [];
  const consumer = kafka.client.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      records.push({
        key: String(message.key),
        id: String(message.headers?.['ce_id']),
        type: String(message.headers?.['ce_type']),
        value: JSON.parse(String(message.value)) as Received['value'],
      });

      return Promise.resolve();
    },
  });
  await until(async () => records.length >= Math.max(atLeast, await endOf(kafka, topic)), topic);
  await consumer.disconnect();

  return records;
};

const endOf = async (kafka: BridgeFixture['kafka'], topic: Topic): Promise<number> => {
  const ends = await kafka.withAdmin((admin) => admin.fetchTopicOffsets(topic));

  return ends.reduce((sum, { high }) => sum + Number(high), 0);
};
