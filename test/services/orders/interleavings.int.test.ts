import { expect } from 'chai';
import { Kafka, logLevel } from 'kafkajs';
import type { DecisionReceipt, OrderResource } from '../../../contracts/http/orders.js';
import type { ProductResource, Stock } from '../../../contracts/http/products.js';
import {
  availableOf,
  inventoryDecider,
  type InventoryEvent,
  inventoryStream,
} from '../../../domain/inventory/index.js';
import { orderStream } from '../../../domain/order/index.js';
import { inventoryFactsOf, orderFactsOf } from '../../../projections/facts/factsOf.js';
import { type OutboxMessage, toMessages } from '../../../projections/outbox/toMessages.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

type Topic = OutboxMessage['topic'];

const groups: Readonly<Record<Topic, string>> = {
  'order.created': 'inventory',
  'order.status': 'inventory-status',
  'inventory.result': 'orders',
};

/** The test carries every message itself, when and as often as it likes. */
describe('A cancellation and the messages of its order', function () {
  this.timeout(60_000);

  let shop: Shop;
  let kafka: Kafka;
  const buyer = () => token;
  let token: string;

  before(async () => {
    shop = await startShopUnderTest();
    token = shop.signIn();
    kafka = new Kafka({ brokers: [...shop.brokers], logLevel: logLevel.NOTHING });
  });
  after(() => shop.stop());

  const place = async ({ id }: ProductResource): Promise<OrderResource> =>
    orderOf(
      await shop.ask('/api/orders', {
        body: { items: [{ productId: id, quantity: 2 }] },
        headers: newKey(),
        token: buyer(),
      }),
    );
  const readOrder = async ({ id }: OrderResource): Promise<OrderResource> =>
    orderOf(await shop.ask(`/api/orders/${id}`, { token: buyer() }));
  const stockOf = async ({ id }: ProductResource): Promise<Stock> =>
    (await shop.askInventory(`/api/products/${id}/stock`, { token: buyer() }))
      .body as unknown as Stock;
  const isHandled = async (topic: Topic): Promise<boolean> => {
    const admin = kafka.admin();
    await admin.connect();
    try {
      const ends = await admin.fetchTopicOffsets(topic);
      const [committed] = await admin.fetchOffsets({ groupId: groups[topic], topics: [topic] });

      return ends.every(({ partition, high }) => {
        const at = committed?.partitions.find((one) => one.partition === partition)?.offset ?? '-1';

        return Number(at) >= Number(high) || high === '0';
      });
    } finally {
      await admin.disconnect();
    }
  };

  const receiptsOf = async ({ id }: OrderResource): Promise<DecisionReceipt[]> =>
    (await shop.ask(`/api/orders/${id}/why`, { token: buyer() })).body[
      'receipts'
    ] as DecisionReceipt[];
  const availableAt = async ({ stream, revision }: DecisionReceipt): Promise<number> => {
    const { events } = await shop.eventStore.read(stream, { maxCount: revision + 1 });
    const product = (events as unknown as InventoryEvent[]).reduce(
      inventoryDecider.evolve,
      inventoryDecider.initialState(),
    );

    return product.status === 'NOT_ADDED' ? NaN : availableOf(product);
  };

  /**
   * Carries what the streams say on this topic, `times` over, and waits until it has been handled.
   */
  const carry = async (
    order: OrderResource,
    product: ProductResource,
    { topic, times }: Carried,
  ) => {
    const events = await Promise.all(
      [orderStream(order.id), inventoryStream(product.id)].map((stream) =>
        shop.eventStore.read(stream),
      ),
    );
    const records = events.flatMap(({ events: of }) => of);
    const messages = [...orderFactsOf(records), ...inventoryFactsOf(records)]
      .flatMap(toMessages)
      .filter((message) => message.topic === topic && message.key === order.id);
    for (let time = 0; time < times; time += 1)
      for (const message of messages) await publish(message);
    await until(() => isHandled(topic));
  };
  const publish = ({ topic, key, headers, payload }: OutboxMessage) =>
    shop.publish(topic, key, { id: headers.ce_id, type: headers.ce_type, value: payload });

  const steps = {
    created: 'order.created',
    status: 'order.status',
    result: 'inventory.result',
  } as const;
  const interleavings = [
    ['cancel', 'created', 'result', 'status'],
    ['cancel', 'status', 'created', 'result'],
    ['created', 'cancel', 'status', 'result'],
    ['created', 'cancel', 'result', 'status'],
    ['created', 'result', 'cancel', 'status'],
    ['created', 'result', 'status', 'cancel', 'status'],
  ] as const;

  for (const times of [1, 2])
    for (const interleaving of interleavings)
      it(`${interleaving.join(', ')}, each message ${times === 1 ? 'once' : 'twice'}: holds nothing, and says why`, async () => {
        const product = await shop.addProduct();
        const order = await place(product);
        for (const step of interleaving)
          if (step === 'cancel')
            await shop.ask(`/api/orders/${order.id}`, { method: 'DELETE', token: buyer() });
          else await carry(order, product, { topic: steps[step], times });

        expect(await readOrder(order)).to.include({
          status: 'CANCELLED',
          inventoryStatus: 'RELEASED',
        });
        expect(await stockOf(product)).to.include({ onHand: 5, reserved: 0, available: 5 });

        const isSeenFirst =
          interleaving.findIndex((step) => step === 'status') >
          interleaving.findIndex((step) => step === 'created');
        const receipts = await receiptsOf(order);
        expect(receipts).to.have.length(1);
        for (const receipt of receipts) {
          expect(receipt).to.include(
            isSeenFirst
              ? { decision: 'ACCEPTED', rule: 'IN_STOCK', requested: 2, held: 2, available: 3 }
              : {
                  decision: 'REFUSED',
                  rule: 'ORDER_CANCELLED',
                  requested: 2,
                  held: 0,
                  available: 5,
                },
          );
          expect(await availableAt(receipt)).to.equal(receipt.available);
        }

        const revisions = async () => [
          (await stockOf(product)).revision,
          (await readOrder(order)).version,
        ];
        const settled = await revisions();
        for (const topic of Object.values(steps)) await carry(order, product, { topic, times: 1 });
        expect(await revisions()).to.deep.equal(settled);
      });

  it('order.created that comes again after the release reserves nothing', async () => {
    const product = await shop.addProduct();
    const order = await place(product);
    await carry(order, product, { topic: 'order.created', times: 1 });
    expect(await stockOf(product)).to.include({ reserved: 2 });
    await shop.ask(`/api/orders/${order.id}`, { method: 'DELETE', token: buyer() });
    await carry(order, product, { topic: 'order.status', times: 1 });
    const { revision } = await stockOf(product);
    await carry(order, product, { topic: 'order.created', times: 3 });

    expect(await stockOf(product)).to.deep.include({ reserved: 0, available: 5, revision });
  });

  it('order.created that comes again after a refusal changes nothing, though units came back', async () => {
    const product = await shop.addProduct({ stock: 1 });
    const order = await place(product);
    await carry(order, product, { topic: 'order.created', times: 1 });
    await carry(order, product, { topic: 'inventory.result', times: 1 });
    expect(await readOrder(order)).to.include({ status: 'CANCELLED', inventoryStatus: 'REJECTED' });
    await shop.askInventory(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { stock: 50 },
      token: shop.admin,
    });
    const { revision } = await stockOf(product);
    for (const topic of Object.values(steps)) await carry(order, product, { topic, times: 2 });

    expect(await stockOf(product)).to.deep.include({ reserved: 0, available: 50, revision });
    expect(await readOrder(order)).to.include({ status: 'CANCELLED', inventoryStatus: 'REJECTED' });
  });
});

type Carried = Readonly<{ topic: Topic; times: number }>;
