import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ProductResource } from '../../../contracts/http/products.js';
import { inventoryStream } from '../../../domain/inventory/index.js';
import { type OrderEvent, orderStream } from '../../../domain/order/index.js';
import { connectKafka, createPublisher, partitionOf } from '../../../platform/messaging/index.js';
import type { Running } from '../../../platform/process/index.js';
import { toMessages } from '../../../projections/outbox/toMessages.js';
import { orderPlaced, toNewEvent } from '../../support/builders/storyEvents.js';
import {
  bodyOf,
  type InventoryUnderTest,
  isReady,
  logger,
  newProduct,
  startInventoryUnderTest,
  until,
} from './inventoryFixture.js';

const newWriterWithinMs = 6_000;

describe('A hot product, and two processes', () => {
  let shop: InventoryUnderTest;
  let others: Running[];
  let productId: string;
  let kafka: ReturnType<typeof connectKafka>;
  let publisher: ReturnType<typeof createPublisher>;

  before(async () => {
    shop = await startInventoryUnderTest();
    kafka = connectKafka({ brokers: shop.brokers, clientId: 'test', logger });
    publisher = createPublisher(kafka);
    others = [await shop.startAnother()];
    await Promise.all(others.map(({ url }) => isReady(url ?? '')));
    const answer = await shop.ask('/api/products', {
      body: newProduct({ stock: 1_000 }),
      token: shop.admin,
    });
    productId = bodyOf<ProductResource>(answer, 'product').id;
  });
  after(async () => {
    await Promise.all(others.map(({ stop }) => stop()));
    await Promise.all([publisher.stop(), kafka.stop(), shop.stop()]);
  });

  /** As the bridge would, from the event to the partition. */
  const publish = async (orders: number): Promise<void> => {
    const messages = Array.from({ length: orders }, () => placedFor(productId)).flatMap(toMessages);
    for (const { topic, key, headers, payload } of messages) {
      const record = { key, headers, value: JSON.stringify(payload) };
      await publisher.send(topic, partitionOf(headers.ce_partitionkey ?? key), [record]);
    }
  };
  const reserved = async (): Promise<string[]> => {
    const { events } = await shop.eventStore.read(inventoryStream(productId));

    return events
      .filter(({ type }) => type === 'StockReserved')
      .map(({ data }) => (data as { orderId: string }).orderId);
  };
  const decided = (orders: number) => until(async () => (await reserved()).length === orders);
  const appendsOf = async ({ url }: Readonly<{ url: string }>): Promise<number> =>
    counter(await (await fetch(`${url}/metrics`)).text(), 'quicksale_appends_total');

  it('is written to by one of them, and no race is lost', async () => {
    const services = [shop, ...others].map(({ url }) => ({ url: url ?? '' }));
    const before = await Promise.all(services.map(appendsOf));
    for (let burst = 1; burst <= 10; burst += 1) {
      await publish(20);
      await decided(burst * 20);
    }
    const after = await Promise.all(services.map(appendsOf));

    expect(after.filter((appends, index) => appends > (before[index] ?? 0))).to.have.length(1);
    for (const { url } of services) {
      const text = await (await fetch(`${url}/metrics`)).text();
      expect(counter(text, 'quicksale_append_conflicts_total')).to.equal(0);
      expect(counter(text, 'quicksale_append_conflicts_share')).to.equal(0);
    }
  });

  it('is handed over when its writer stops, or another one comes, and decided once each', async () => {
    await publish(30);
    const third = await shop.startAnother();
    await publish(30);
    const stopped = others.splice(0, 1, third);
    await Promise.all(stopped.map(({ stop }) => stop()));
    await publish(30);
    const since = performance.now();
    await decided(290);

    expect(performance.now() - since).to.be.below(newWriterWithinMs);
    expect(new Set(await reserved())).to.have.property('size', 290);
  });
});

const counter = (metrics: string, name: string): number =>
  Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(metrics)?.[1] ?? NaN);

const placedFor = (productId: string) => {
  const orderId = randomUUID();
  const placed = orderPlaced(orderId, 1) as Extract<OrderEvent, { type: 'OrderPlaced' }>;
  const items = placed.data.items.map((item) => ({ ...item, itemId: randomUUID(), productId }));
  const event = toNewEvent({ type: 'OrderPlaced', data: { ...placed.data, items } });

  return {
    ...event,
    stream: orderStream(orderId),
    revision: 0,
    position: 1n,
    recordedAt: new Date().toISOString(),
  } as unknown as Parameters<typeof toMessages>[0];
};
