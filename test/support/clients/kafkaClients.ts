import { randomUUID } from 'node:crypto';
import {
  type Admin,
  type Consumer,
  type ConsumerConfig,
  Kafka,
  type KafkaConfig,
  type KafkaMessage,
  logLevel,
  Partitioners,
  type Producer,
  type ProducerConfig,
} from 'kafkajs';
import { kafkaBrokers } from '../servers/kafkaBroker.js';

export type Received = Readonly<{ topic: string; partition: number; message: KafkaMessage }>;

const opened: Readonly<{ disconnect: () => Promise<void> }>[] = [];

/** To be called in `afterEach`: ends every client that a test has opened here. */
export const closeKafkaClients = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((client) => client.disconnect()));
};

/** Names that no other test or run uses, since the broker may not be ours alone. */
export const uniqueName = (prefix: string): string => `${prefix}-${randomUUID()}`;

const connectKafka = async (settings: Partial<KafkaConfig> = {}): Promise<Kafka> =>
  new Kafka({
    brokers: await kafkaBrokers(),
    clientId: 'contract',
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 8 },
    ...settings,
  });

export const openAdmin = async (settings: Partial<KafkaConfig> = {}): Promise<Admin> => {
  const admin = (await connectKafka(settings)).admin();
  await admin.connect();
  opened.push(admin);

  return admin;
};

/** Creates a topic with a name of its own and returns the name. */
export const createTopic = async (
  partitions = 1,
  config: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const topic = uniqueName('topic');
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await (
    await openAdmin()
  ).createTopics({ topics: [{ topic, numPartitions: partitions, configEntries }] });

  return topic;
};

export const openProducer = async (
  options: ProducerConfig = {},
  settings: Partial<KafkaConfig> = {},
): Promise<Producer> => {
  const producer = (await connectKafka(settings)).producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    ...options,
  });
  await producer.connect();
  opened.push(producer);

  return producer;
};

/** A consumer that has subscribed from the beginning and does not run yet. */
export const openConsumer = async (
  topic: string,
  options: Partial<ConsumerConfig> = {},
  settings: Partial<KafkaConfig> = {},
): Promise<Consumer> => {
  const consumer = (await connectKafka(settings)).consumer({
    groupId: uniqueName('group'),
    maxWaitTimeInMs: 100,
    heartbeatInterval: 100,
    sessionTimeout: 6_000,
    rebalanceTimeout: 10_000,
    allowAutoTopicCreation: false,
    ...options,
  });
  await consumer.connect();
  opened.push(consumer);
  await consumer.subscribe({ topics: [topic], fromBeginning: true });

  return consumer;
};

/** Runs the consumer and collects what it receives, for ever. */
export const collect = async (consumer: Consumer): Promise<Received[]> => {
  const received: Received[] = [];
  await consumer.run({
    eachMessage: (payload) => {
      received.push(payload);

      return Promise.resolve();
    },
  });

  return received;
};

export const valueOf = ({ message }: Received): string => message.value?.toString() ?? '';

/** The messages of a topic from its beginning, once there are `count`. */
export const readAll = async (topic: string, count: number): Promise<Received[]> => {
  const received = await collect(await openConsumer(topic));
  await until(() => received.length >= count, `${count} messages of ${topic}`);

  return received;
};

/** Waits until the condition holds; rejects with `what` after the time in milliseconds. */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  what: string,
  milliseconds = 20_000,
): Promise<void> => {
  const deadline = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await pause(10);
  }
};

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** The `type` of the protocol error behind what kafkajs threw, or the error's own text. */
export const errorTypeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;

    return 'NONE';
  } catch (error) {
    return typeIn(error);
  }
};

type KafkaJsError = Readonly<{
  type?: string;
  cause?: unknown;
  originalError?: unknown;
  errors?: readonly unknown[];
  groups?: readonly Readonly<{ error: unknown }>[];
}>;

const typeIn = (error: unknown): string => {
  const { type, cause, originalError, errors, groups } = error as KafkaJsError;
  const inner = cause ?? originalError ?? errors?.[0] ?? groups?.[0]?.error;

  return type ?? (inner === undefined ? String(error) : typeIn(inner));
};
