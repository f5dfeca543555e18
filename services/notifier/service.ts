import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createHttpApp, startHttpServer, type HttpAppOptions } from '../../platform/http/index.js';
import { createTokenVerifier, type SessionVerifier } from '../../platform/identity/index.js';
import { createLogger } from '../../platform/logging/index.js';
import {
  connectKafka,
  type Consumer,
  createConsumer,
  kafkaOptionsOf,
} from '../../platform/messaging/index.js';
import { createMetrics } from '../../platform/metrics/index.js';
import { connectDatabase, type Database, pinnedPlans } from '../../platform/postgres/index.js';
import { crashProcess, once, type Running } from '../../platform/process/index.js';
import { startRetention } from '../../platform/retention/index.js';
import type { NotifierConfig } from './config.js';
import { writeNotifications } from './consumers/writeNotifications.js';
import { observePushes } from './metrics.js';
import { createNotificationRows, type NotificationRows } from './notifications/notificationRows.js';
import { oldNotifications } from './notifications/oldNotifications.js';
import { skippedMessages } from './notifications/skippedMessages.js';
import { createPushTraces } from './notifications/pushTraces.js';
import { notificationRoutes } from './routes.js';
import { createConnectedSockets } from './sockets/connectedSockets.js';
import { createNotificationPush } from './sockets/pushNotifications.js';
import { startSockets } from './sockets/startSockets.js';

type Options = Readonly<{ onCrash?: (error: Error) => void }>;

/** `takeSocket`: the way of a gateway in the same process to hand WebSockets over. */
export type RunningNotifier = Running &
  Readonly<{ takeSocket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void }>;

/** Writes a row for every change of an order, and pushes rows to the sockets of their users. */
export const startNotifier = async (
  config: NotifierConfig,
  { onCrash = crashProcess }: Options = {},
): Promise<RunningNotifier> => {
  const logger = createLogger({ name: 'notifier', level: config.logLevel });
  const metrics = createMetrics({ service: 'notifier' });
  const { databaseUrl: url, notificationRetentionMs: keepMs } = config;
  const database = connectDatabase({ url, logger, metrics, max: 6, settings: pinnedPlans });
  const verifier = createTokenVerifier({ url: database.url, logger });
  const rows = createNotificationRows(database);
  const traces = createPushTraces();
  const kafka = connectKafka({ ...kafkaOptionsOf(config), clientId: 'notifier', logger });
  const sockets = createConnectedSockets();
  const onPushed = observePushes(metrics);
  const push = createNotificationPush({ rows, sockets, logger, onPushed, traces });
  const { expectRows } = push;
  const handle = writeNotifications(database, { keepMs, traces, expectRows });
  const consumer = consume({ kafka, database, metrics, handle, onCrash });
  const tasks = [oldNotifications(database, { keepMs }), skippedMessages(database)];
  const retention = startRetention({ url, logger, metrics, tasks });
  const { port, host, drainMs, operationsAllow } = config;
  const checks = checksOf(database, verifier, consumer);
  const operations = { metrics, ...checks, operationsAllow };
  const handler = createApp({ logger, identity: verifier, rows, ...operations });
  const server = await startHttpServer({ port, host, drainMs, handler });
  const deps = { database, verifier, rows, config, logger, metrics, sockets, push };
  const pushing = startSockets({ ...deps, server });

  return {
    url: server.url,
    takeSocket: (request, socket, head) =>
      void server.server.emit('upgrade', request, socket, head),
    stop: once(async () => {
      await server.announceStop().then(pushing.stop);
      await Promise.all([server.stop(), consumer.stop(), retention.stop()]);
      await Promise.all([verifier.stop(), kafka.stop()]);
      await database.stop();
    }),
  };
};

type Consuming = Omit<Parameters<typeof createConsumer<'order.status'>>[0], 'groupId' | 'topics'>;

const consume = (deps: Consuming): Consumer =>
  createConsumer({ ...deps, groupId: 'notifier', topics: ['order.status'] });

const checksOf = (database: Database, verifier: SessionVerifier, consumer: Consumer) => ({
  readiness: {
    postgres: database.ping,
    identity: verifier.ready,
    consumer: consumer.responsive,
  },
  // without Kafka nothing new comes, but what has been written can still be read and pushed
  informative: { kafka: consumer.ready },
});

type App = Pick<
  HttpAppOptions,
  'logger' | 'metrics' | 'readiness' | 'informative' | 'operationsAllow'
> &
  Readonly<{ identity: SessionVerifier; rows: NotificationRows }>;

const createApp = ({ rows, ...options }: App) =>
  createHttpApp({
    ...options,
    service: 'notifier',
    routes: notificationRoutes(rows),
  });
