import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { startOwnEventStore } from './ownEventStore.js';
import { freshDatabase } from './postgres.js';

/** Servers for services that a test starts by itself, as their variables. */
export type OwnServers = Readonly<{
  variables: Readonly<{
    DATABASE_URL: string;
    EVENTSTORE_URL: string;
    KAFKA_BROKERS: string;
    REDIS_URL?: string;
  }>;
  stop: () => Promise<void>;
}>;

/**
 * An event store and a database of their own, the Kafka of KAFKA_BROKERS, else one of their own,
 * and the Redis of REDIS_URL, else none.
 */
export const startOwnServers = async (): Promise<OwnServers> => {
  const endings: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const node = await startOwnEventStore();
    endings.push(node.stop);
    const variables = {
      DATABASE_URL: await freshDatabase(),
      EVENTSTORE_URL: node.url,
      KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? (await startBroker(endings)),
      ...(process.env['REDIS_URL'] !== undefined && { REDIS_URL: process.env['REDIS_URL'] }),
    };

    return { variables, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startBroker = async (endings: (() => Promise<void>)[]): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'quicksale-own-kafka-'));
  const broker = await startKafkaBroker({ dir });
  endings.push(async () => {
    await broker.stop();
    await rm(dir, { recursive: true, force: true });
  });

  return `127.0.0.1:${broker.port}`;
};
