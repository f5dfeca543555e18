import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topic } from '../../../contracts/messages/index.js';
import { startKafkaBroker, type KafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import {
  connectKafka,
  createConsumer,
  createPublisher,
  partitionOf,
  type Consumer,
  type ConsumerOptions,
  type Kafka,
  type OutgoingMessage,
  type Publisher,
} from '../../../platform/messaging/index.js';
import { until } from './kafkaClients.js';
import { kafkaBrokers } from '../servers/kafkaBroker.js';

export const silent = createLogger({ name: 'test', level: 'silent' });

const opened: Readonly<{ stop: () => Promise<void> }>[] = [];

/** Stops, in reverse order, what a test has opened here. */
export const closeMessaging = async (): Promise<void> => {
  for (const one of opened.splice(0).reverse()) await one.stop();
};

/** Has `closeMessaging` stop it. */
export const closing = <T extends Readonly<{ stop: () => Promise<void> }>>(one: T): T => {
  opened.push(one);

  return one;
};

/** A connection to the tests' broker, or to the one named. */
export const openKafka = async (brokers?: readonly string[]): Promise<Kafka> =>
  closing(
    connectKafka({ brokers: brokers ?? (await kafkaBrokers()), clientId: 'test', logger: silent }),
  );

export const openPublisher = (kafka: Kafka): Publisher => closing(createPublisher(kafka));

/** Starts a consumer in a group of its own and waits until it has joined. */
export const openConsumer = async <T extends Topic>(
  options: Omit<ConsumerOptions<T>, 'groupId'> & Readonly<{ groupId?: string }>,
): Promise<Consumer> => {
  const consumer = closing(
    createConsumer({
      onCrash: (error) => {
        throw error;
      },
      groupId: `test-${randomUUID()}`,
      ...options,
    }),
  );
  await until(() => isReady(consumer), 'the consumer to join');

  return consumer;
};

const isReady = async (consumer: Consumer): Promise<boolean> => {
  try {
    await consumer.ready();

    return true;
  } catch {
    return false;
  }
};

/** Sends to the partition of the key. */
export const sendTo = (
  publisher: Publisher,
  topic: string,
  message: OutgoingMessage & Readonly<{ key: string }>,
): Promise<bigint> => publisher.send(topic, partitionOf(message.key), [message]);

export type OwnBroker = Readonly<{
  brokers: readonly string[];
  /** Starts it again, on the same folder and port, after a `stop`. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
}>;

/** A broker for one test that wants to stop it. */
export const ownBroker = async (): Promise<OwnBroker> => {
  const dir = await mkdtemp(join(tmpdir(), 'own-broker-'));
  let broker: KafkaBroker = await startKafkaBroker({ dir });
  const { port } = broker;
  closing({
    stop: async () => {
      await broker.stop();
      await rm(dir, { recursive: true });
    },
  });

  return {
    brokers: [`127.0.0.1:${port}`],
    start: async () => {
      broker = await startKafkaBroker({ dir, port });
    },
    stop: () => broker.stop(),
  };
};
