import { Kafka, logLevel } from 'kafkajs';
import { buyOne } from '../support/operators.js';
import type { WebShop } from '../support/webShop.js';

/** Orders in all states, something in quarantine, and a message that nobody can handle. */
export const fillOperations = async (shop: WebShop): Promise<void> => {
  const { id } = await shop.product({ name: 'Limited Drop', sku: 'DROP-1', stock: 6, price: 59.5 });
  const bought = [];
  for (let index = 0; index < 6; index += 1) bought.push(await buyOne(shop, id));
  await buyOne(shop, id, 'WAIT');
  const [shipped, cancelled] = bought;
  await shop.asAdmin('DELETE', `/api/orders/${cancelled?.id ?? ''}`);
  await confirmed(shop, shipped?.id ?? '');
  await shop.asAdmin('PUT', `/api/orders/${shipped?.id ?? ''}`, { status: 'SHIPPED' });
  await shop.system.database.query(
    `INSERT INTO messaging.quarantined_messages
       (group_id, topic, partition, "offset", record_time, headers, state, error)
     VALUES ('inventory-service', 'order.created', 0, 4711, 0, '[]', 'undecided',
       'The product''s stream says something that no rule of this release knows')`,
    [],
  );
  await publishGarbage(shop.system.brokers);
};

const confirmed = async ({ asAdmin }: WebShop, id: string): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { status } = await asAdmin('GET', `/api/orders/${id}`);
    if (status === 'CONFIRMED') return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

const publishGarbage = async (brokers: readonly string[]): Promise<void> => {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({
    topic: 'order.created',
    messages: [{ key: 'nobody', value: 'this is no order', headers: { type: 'order.created' } }],
  });
  await producer.disconnect();
};
