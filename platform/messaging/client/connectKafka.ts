import { Kafka as KafkaClient, logLevel, type Admin, type KafkaConfig } from 'kafkajs';
import { topics, type Topic } from '../../../contracts/messages/index.js';
import type { Logger } from '../../logging/index.js';
import { once } from '../../process/index.js';
import { createAdministration } from './administration.js';
import { clientLog } from './clientLog.js';
import { ensureTopics } from './ensureTopics.js';
import { replaceTimers } from './idleTimers.js';
import { replaceRecordDecoding } from './recordDecoding.js';
import { replaceRecordEncoding } from './recordEncoding.js';
import { fencedSocketFactory, socketFactory } from './socketFactory.js';

export type KafkaOptions = Readonly<{
  /** host:port of some brokers. */
  brokers: readonly string[];
  clientId: string;
  logger: Logger;
  /** Looked at before everything that is sent to a broker; false cuts the connection. */
  mayWrite?: () => boolean;
  /** Of topics that are made; without it the brokers decide. */
  replicationFactor?: number;
}> &
  Pick<KafkaConfig, 'ssl' | 'sasl'>;

export type Kafka = Readonly<{
  client: KafkaClient;
  logger: Logger;
  /**
   * Creates the topics that are missing, each with its `<topic>.dlq`. Throws WrongPartitionCount.
   */
  ensureTopics: (names?: readonly Topic[]) => Promise<void>;
  /** Runs `work` with an admin client; throws TimeoutError after 5 s. */
  withAdmin: <Result>(work: (admin: Admin) => Promise<Result>) => Promise<Result>;
  /** Throws when no broker responds within 5 s. */
  ping: () => Promise<void>;
  stop: () => Promise<void>;
}>;

/** Connects nothing yet: publishers, consumers and the admin client do so on first use. */
export const connectKafka = ({ replicationFactor, ...given }: KafkaOptions): Kafka => {
  const { logger, brokers, mayWrite, ...options } = given;
  replaceTimers();
  replaceRecordEncoding();
  replaceRecordDecoding();
  const client = new KafkaClient({
    ...options,
    brokers: [...brokers],
    logLevel: logLevel.WARN,
    logCreator: clientLog(logger),
    socketFactory: mayWrite === undefined ? socketFactory : fencedSocketFactory(mayWrite),
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry: { retries: 3, initialRetryTime: 50, maxRetryTime: 1_000 },
  });
  const administration = createAdministration(client);

  return {
    client,
    logger,
    withAdmin: administration.run,
    ensureTopics: (names = Object.keys(topics) as Topic[]) =>
      administration.run((admin) => ensureTopics(admin, names, replicationFactor)),
    ping: () => administration.run(describeCluster),
    stop: once(administration.stop),
  };
};

const describeCluster = async (admin: Admin): Promise<void> => {
  await admin.describeCluster();
};
