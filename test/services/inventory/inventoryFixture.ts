import { randomUUID } from 'node:crypto';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import type { Running } from '../../../platform/process/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { loadInventoryConfig } from '../../../services/inventory/config.js';
import { startInventory } from '../../../services/inventory/service.js';
import { publishSigningKey, type SignIn } from '../../support/builders/accessTokens.js';
import { eventStoreUrl } from '../../support/servers/sharedEventStore.js';
import { type HttpReply, call, type HttpCall } from '../../support/clients/http.js';
import { kafkaBrokers } from '../../support/servers/kafkaBroker.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { askReady, isWholeBesideOthers } from '../../support/clients/ready.js';

export const logger = createLogger({ name: 'test', level: 'silent' });

export type InventoryUnderTest = Readonly<{
  database: Database;
  eventStore: EventStore;
  url: string;
  brokers: readonly string[];
  signIn: SignIn;
  admin: string;
  customer: string;
  ask: (path: string, call?: HttpCall) => Promise<HttpReply>;
  /** A second instance on the same stores. */
  startAnother: () => Promise<Running>;
  stop: () => Promise<void>;
}>;

/** A running inventory on a real event store, broker and database. */
export const startInventoryUnderTest = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<InventoryUnderTest> => {
  const [databaseUrl, brokers, eventStoreAt] = await Promise.all([
    freshDatabase(),
    kafkaBrokers(),
    eventStoreUrl(),
  ]);
  const database = connectDatabase({ url: databaseUrl, logger });
  const eventStore = connectEventStore(eventStoreAt, logger);
  const signIn = await publishSigningKey(database);
  const config = loadInventoryConfig({
    INVENTORY_PORT: '0',
    EVENTSTORE_URL: eventStoreAt,
    KAFKA_BROKERS: brokers.join(','),
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'silent',
    ...environment,
  });
  const start = () => startInventory(config, { onCrash: () => undefined });
  const service = await start();
  const url = service.url ?? '';
  await isReady(url);

  return {
    database,
    eventStore,
    url,
    brokers,
    signIn,
    admin: signIn('admin'),
    customer: signIn(),
    ask: (path, options) => call(url + path, options),
    startAnother: start,
    stop: async () => {
      await service.stop();
      await Promise.all([database.stop(), eventStore.stop()]);
    },
  };
};

/**
 * Waits until every dependency of the service is there, its place in the consumer group as well,
 * for which the others have 15 s to make room. Throws with what is not, after 50 s.
 */
export const isReady = async (url: string): Promise<void> => {
  let answer: HttpReply | null = null;
  const isThere = async (): Promise<boolean> => {
    answer = await askReady(url);

    return isWholeBesideOthers(answer);
  };
  await until(isThere, 50_000).catch(() => {
    throw new Error(`${url} is not ready: ${JSON.stringify(answer?.body)}`);
  });
};

/** Looks every 50 ms, for at most `limitMs`. */
export const until = async (condition: () => Promise<boolean>, limitMs = 20_000): Promise<void> => {
  for (const end = performance.now() + limitMs; performance.now() < end;) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`It did not come true: ${condition.toString()}`);
};

/** A product that nobody else has. */
export const newProduct = (changes: Record<string, unknown> = {}): Record<string, unknown> => {
  const unique = randomUUID();

  return {
    name: `Sneaker ${unique}`,
    sku: `SKU-${unique}`,
    price: 799.99,
    stock: 5,
    category: 'shoes',
    ...changes,
  };
};

export const bodyOf = <T>(answer: HttpReply, key: string): T => answer.body[key] as T;
