import { Kafka, logLevel } from 'kafkajs';
import { buyOne } from '../support/operators.js';
import type { WebShop } from '../support/webShop.js';

/** Orders, some on a waitlist, something in quarantine, and a message that nobody can handle. */
export const fillOperations = async (shop: WebShop): Promise<void> => {
  const { id } = await shop.product({ name: 'Limited Drop', sku: 'DROP-1', stock: 6, price: 59.5 });
  const cancelled = await buyOne(shop, id);
  for (let index = 1; index < 6; index += 1) await buyOne(shop, id);
  for (let index = 0; index < 3; index += 1) await buyOne(shop, id, 'WAIT');
  await shop.asAdmin('DELETE', `/api/orders/${cancelled.id}`);
  await shop.system.database.query(
    `INSERT INTO messaging.quarantined_messages
       (group_id, topic, partition, "offset", record_time, headers, state, error)
     VALUES ('inventory-service', 'order.created', 0, 4711, 0, '[]', 'undecided',
       'The product''s stream says something that no rule of this release knows')`,
    [],
  );
  await publishGarbage(shop.system.brokers);
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
