import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafkaBroker } from '../../embedded/kafkaBroker/index.js';
import { connectEventStore, type EventStore } from '../../platform/eventStore/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { startOwnEventStore } from '../support/servers/ownEventStore.js';
import { freshDatabase } from '../support/servers/postgres.js';

export const silent = createLogger({ name: 'test', level: 'silent' });

/** An event store, a broker and a database that nobody else uses. */
export type Stores = Readonly<{
  database: Database;
  eventStore: EventStore;
  brokers: readonly string[];
  /** Where the broker keeps its log. */
  brokerDir: string;
  /** Their addresses, as services are told. */
  environment: Readonly<Record<string, string>>;
  stop: () => Promise<void>;
}>;

export const startStores = async (): Promise<Stores> => {
  const dir = await mkdtemp(join(tmpdir(), 'quicksale-system-'));
  const [databaseUrl, broker, node] = await Promise.all([
    freshDatabase(),
    startKafkaBroker({ dir }),
    startOwnEventStore(),
  ]);
  const database = connectDatabase({ url: databaseUrl, logger: silent });
  const eventStore = connectEventStore(node.url, silent);
  const brokers = [`127.0.0.1:${broker.port}`];

  return {
    database,
    eventStore,
    brokers,
    brokerDir: dir,
    environment: {
      DATABASE_URL: databaseUrl,
      EVENTSTORE_URL: node.url,
      KAFKA_BROKERS: brokers.join(','),
    },
    stop: async () => {
      await Promise.all([database.stop(), eventStore.stop()]);
      await Promise.all([broker.stop(), node.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
};
