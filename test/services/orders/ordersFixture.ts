import { randomUUID } from 'node:crypto';
import type { OrderResource } from '../../../contracts/http/orders.js';
import type { ProductResource } from '../../../contracts/http/products.js';
import type { Topic } from '../../../contracts/messages/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import type { Running } from '../../../platform/process/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import {
  connectKafka,
  createPublisher,
  type Publisher,
} from '../../../platform/messaging/index.js';
import { partitionOf } from '../../../platform/messaging/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { loadBridgeConfig } from '../../../services/bridge/config.js';
import { startBridge } from '../../../services/bridge/service.js';
import { loadInventoryConfig } from '../../../services/inventory/config.js';
import { startInventory } from '../../../services/inventory/service.js';
import { loadOrdersConfig } from '../../../services/orders/config.js';
import { startOrders } from '../../../services/orders/service.js';
import { loadProjectorConfig } from '../../../services/projector/config.js';
import { startProjector } from '../../../services/projector/service.js';
import { publishSigningKey, type SignIn } from '../../support/builders/accessTokens.js';
import { eventStoreUrl } from '../../support/servers/sharedEventStore.js';
import { type HttpReply, call, type HttpCall } from '../../support/clients/http.js';
import { kafkaBrokers } from '../../support/servers/kafkaBroker.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { isWhole } from '../../support/clients/ready.js';

const logger = createLogger({ name: 'test', level: 'silent' });

export type Shop = Readonly<{
  database: Database;
  eventStore: EventStore;
  brokers: readonly string[];
  signIn: SignIn;
  admin: string;
  ask: (path: string, call?: HttpCall) => Promise<HttpReply>;
  askInventory: (path: string, call?: HttpCall) => Promise<HttpReply>;
  /** A new product, 5 units at 10.50 unless told otherwise. */
  addProduct: (changes?: Record<string, unknown>) => Promise<ProductResource>;
  /** A message as the bridge would publish it. */
  publish: (topic: Topic, key: string, message: Published) => Promise<void>;
  startAnother: (environment?: Readonly<Record<string, string>>) => Promise<Running>;
  /** From then on the read model stands still. */
  stopProjector: () => Promise<void>;
  stop: () => Promise<void>;
}>;

export type Published = Readonly<{ id?: string; type: string; value: unknown }>;

type Options = Readonly<{
  /** Whether projector and bridge run too; without them messages come from the test only. */
  withPipeline?: boolean;
  environment?: Readonly<Record<string, string>>;
  /** The address that the services use to reach the database. */
  reachDatabase?: (url: string) => Promise<string>;
}>;

/** Orders and inventory on a real event store, broker and database. */
export const startShopUnderTest = async ({
  withPipeline = false,
  environment = {},
  reachDatabase = (url) => Promise.resolve(url),
}: Options = {}): Promise<Shop> => {
  const [databaseUrl, brokers, eventStoreAt] = await Promise.all([
    freshDatabase(),
    kafkaBrokers(),
    environment['EVENTSTORE_URL'] ?? eventStoreUrl(),
  ]);
  const database = connectDatabase({ url: databaseUrl, logger });
  const signIn = await publishSigningKey(database);
  const eventStore = connectEventStore(eventStoreAt, logger);
  const kafka = connectKafka({ brokers, clientId: 'test', logger });
  const publisher = createPublisher(kafka);
  const variables = {
    ORDERS_PORT: '0',
    INVENTORY_PORT: '0',
    PROJECTOR_PORT: '0',
    BRIDGE_PORT: '0',
    EVENTSTORE_URL: eventStoreAt,
    KAFKA_BROKERS: brokers.join(','),
    DATABASE_URL: await reachDatabase(databaseUrl),
    LOG_LEVEL: 'silent',
    // what nobody decides is placed, too
    ADMISSION_MAX_LAG_MS: '600000',
    ...environment,
  };
  const start = (others: Readonly<Record<string, string>> = {}) =>
    startOrders(loadOrdersConfig({ ...variables, ...others }), { onCrash: () => undefined });
  const [orders, inventory] = await Promise.all([
    start(),
    startInventory(loadInventoryConfig(variables), { onCrash: () => undefined }),
  ]);
  const pipeline = withPipeline
    ? await Promise.all([
        startProjector(loadProjectorConfig(variables)),
        startBridge(loadBridgeConfig(variables), { onCrash: () => undefined }),
      ])
    : [];
  await Promise.all([orders, inventory, ...pipeline].map(isReady));
  const admin = signIn('admin');
  const askInventory = askAt(inventory);

  return {
    database,
    eventStore,
    brokers,
    signIn,
    admin,
    ask: askAt(orders),
    askInventory,
    addProduct: async (changes = {}) => {
      const body = { ...productOf(randomUUID()), ...changes };
      const call = { body, token: admin, headers: newKey() };
      let answer = await askInventory('/api/products', call);
      // on a busy machine it may not have been in time
      while (answer.status >= 503) answer = await askInventory('/api/products', call);

      return answer.body['product'] as ProductResource;
    },
    publish: (topic, key, message) => publish(publisher, topic, { key, ...message }),
    startAnother: start,
    stopProjector: async () => {
      for (const part of pipeline.slice(0, 1)) await part.stop();
    },
    stop: async () => {
      await Promise.all([orders, inventory, publisher, ...pipeline].map((part) => part.stop()));
      await Promise.all([kafka.stop(), database.stop(), eventStore.stop()]);
    },
  };
};

export const askAt =
  ({ url }: Running) =>
  (path: string, options?: HttpCall): Promise<HttpReply> =>
    call(`${url ?? ''}${path}`, options);

/** Waits until every dependency of the service is there. */
export const isReady = async (service: Running): Promise<void> => {
  const ask = askAt(service);
  await until(async () => isWhole(await ask('/ready')));
};

/** Looks every 20 ms, for at most 45 s: members of a group may wait so long for each other. */
export const until = async (condition: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 45_000; performance.now() < end;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`It did not come true: ${condition.toString()}`);
};

export const orderOf = ({ body }: HttpReply): OrderResource =>
  (body['order'] ?? body) as OrderResource;

export const newKey = (): Record<string, string> => ({ 'idempotency-key': `key-${randomUUID()}` });

const productOf = (unique: string): Record<string, unknown> => ({
  name: `Sneaker ${unique}`,
  sku: `SKU-${unique}`,
  price: 10.5,
  stock: 5,
  category: 'shoes',
});

const publish = async (
  publisher: Publisher,
  topic: Topic,
  { key, id = randomUUID(), type, value }: Published & Readonly<{ key: string }>,
): Promise<void> => {
  const headers = {
    ce_id: id,
    ce_type: type,
    ce_source: '/test',
    ce_time: new Date().toISOString(),
    ce_specversion: '1.0',
    ce_subject: key,
  };
  await publisher.send(topic, partitionOf(key), [{ key, value: JSON.stringify(value), headers }]);
};
