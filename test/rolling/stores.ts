import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafkaBroker } from '../../embedded/kafkaBroker/index.js';
import { startOwnEventStore } from '../support/servers/ownEventStore.js';
import { freshDatabase } from '../support/servers/postgres.js';

export type Stores = Readonly<{
  DATABASE_URL: string;
  EVENTSTORE_URL: string;
  KAFKA_BROKERS: string;
  REDIS_URL?: string;
}>;

type Endings = (() => Promise<void>)[];

/**
 * What both releases share: an event store and an empty database of their own, and the Kafka of
 * KAFKA_BROKERS and the Redis of REDIS_URL where these are given. `endings` gets what stops them.
 */
export const startStores = async (endings: Endings): Promise<Stores> => {
  const node = await startOwnEventStore();
  endings.push(node.stop);

  return {
    DATABASE_URL: await freshDatabase({ migrated: false }),
    EVENTSTORE_URL: node.url,
    KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? (await startBroker(endings)),
    ...(process.env['REDIS_URL'] !== undefined && { REDIS_URL: process.env['REDIS_URL'] }),
  };
};

const startBroker = async (endings: Endings): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'quicksale-rolling-'));
  const broker = await startKafkaBroker({ dir });
  endings.push(async () => {
    await broker.stop();
    await rm(dir, { recursive: true, force: true });
  });

  return `127.0.0.1:${broker.port}`;
};
