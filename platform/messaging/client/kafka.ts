import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  Kafka as KafkaClient,
  logLevel,
  type Admin,
  type ISocketFactory,
  type KafkaConfig,
} from 'kafkajs';
import { topics, type Topic } from '../../../contracts/messages/index.js';
import { withTimeout } from '../../concurrency/index.js';
import { once } from '../../process/index.js';
import type { Logger } from '../../logging/index.js';
import { clientLog } from './clientLog.js';
import { ensureTopics } from './topics.js';

export type KafkaOptions = Readonly<{
  /** host:port of some brokers. */
  brokers: readonly string[];
  clientId: string;
  logger: Logger;
}> &
  Pick<KafkaConfig, 'ssl' | 'sasl'>;

export type Kafka = Readonly<{
  client: KafkaClient;
  logger: Logger;
  /** Creates what is missing, together with `<topic>.dlq`. Throws WrongPartitionCount. */
  ensureTopics: (names?: readonly Topic[]) => Promise<void>;
  /** Runs work with an administrator's connection; at most 5 s. */
  withAdmin: <Result>(work: (admin: Admin) => Promise<Result>) => Promise<Result>;
  /** Rejects when no broker answers within 5 s. */
  ping: () => Promise<void>;
  stop: () => Promise<void>;
}>;

/** Connects nothing yet: publishers, consumers and the administrator do so on first use. */
export const connectKafka = ({ logger, brokers, ...options }: KafkaOptions): Kafka => {
  const client = new KafkaClient({
    ...options,
    brokers: [...brokers],
    logLevel: logLevel.WARN,
    logCreator: clientLog(logger),
    socketFactory,
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
      administration.run((admin) => ensureTopics(admin, names)),
    ping: () => administration.run(describe),
    stop: once(administration.stop),
  };
};

const adminDeadline = 5_000;

const describe = async (admin: Admin): Promise<void> => {
  await admin.describeCluster();
};

/** One administrator's connection, made on demand and again after every failure. */
const createAdministration = (client: KafkaClient) => {
  let current: Promise<Admin> | null = null;

  const drop = async (): Promise<void> => {
    const admin = current;
    current = null;
    if (admin === null) return;
    const goodbye = admin.then((connected) => connected.disconnect());
    await withTimeout(goodbye, 2_000, 'disconnecting').catch(() => undefined);
  };

  const connected = async (): Promise<Admin> => {
    const admin = client.admin();
    await admin.connect();

    return admin;
  };

  const run = async <Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> => {
    current ??= connected();
    try {
      return await withTimeout(current.then(work), adminDeadline, 'Kafka administration');
    } catch (error) {
      void drop();
      throw error;
    }
  };

  return { run, stop: drop };
};

// kafkajs leaves Nagle's algorithm on: a small request that follows another would wait for its acknowledgement.
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  // the types say that it is always there
  const tls = ssl as typeof ssl | undefined;
  const socket = tls
    ? connectTls({ host, port, servername: host, ...tls }, onConnect)
    : connectPlain({ host, port }, onConnect);
  socket.setKeepAlive(true, 60_000);
  socket.setNoDelay(true);

  return socket;
};
