import { createHttpApp, startHttpServer } from '../../platform/http/index.js';
import { createLogger, type Logger } from '../../platform/logging/index.js';
import {
  connectKafka,
  createFencedPublisher,
  type Kafka,
  kafkaOptionsOf,
} from '../../platform/messaging/index.js';
import { createMetrics, type Metrics } from '../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { crashProcess, once, type Running } from '../../platform/process/index.js';
import { createCatalogueFeed } from './catalogue/catalogueFeed.js';
import { createFeedStore } from './catalogue/feedStore.js';
import type { BridgeConfig } from './config.js';
import { startRetention } from '../../platform/retention/index.js';
import { publishAsLeader } from './leadership.js';
import { watchLoss } from './republish/watchLoss.js';
import { createBridgeMetrics } from './metrics.js';
import { observeBacklog } from './outboxMetrics.js';
import { createOutbox, outboxPlans } from './relay/outbox.js';
import { createOutboxRelay } from './relay/outboxRelay.js';
import { outboxRetention } from './retention/outboxRetention.js';
import { addPublishedDays } from './retention/publishedDays.js';

type Options = Readonly<{ onCrash?: (error: Error) => void }>;

/** Publishes outbox and catalogue to Kafka. Of several bridges one leads, the others stand by. */
export const startBridge = async (
  config: BridgeConfig,
  { onCrash = crashProcess }: Options = {},
): Promise<Running> => {
  const logger = createLogger({ name: 'bridge', level: config.logLevel });
  const metrics = createMetrics({ service: 'bridge' });
  const url = config.databaseUrl;
  const database = connectDatabase({ url, logger, metrics, max: 3, settings: outboxPlans });
  const kafkaOptions = { ...kafkaOptionsOf(config), clientId: 'bridge', logger };
  const kafka = connectKafka(kafkaOptions);
  // a leader that was paused sends nothing more: another one sends these rows by now
  const mayWrite = (): boolean => leadership.isLeader();
  const publisher = createFencedPublisher({ ...kafkaOptions, mayWrite });
  observeBacklog(metrics, database);
  const bridgeMetrics = createBridgeMetrics(metrics);
  const publishing = { publisher, logger, metrics: bridgeMetrics, onSendTimeout: onCrash };
  const relay = createOutboxRelay({ ...publishing, outbox: createOutbox(database) });
  const feed = createCatalogueFeed({ ...publishing, feedStore: createFeedStore(database) });
  const { port, host, drainMs, outboxRetentionMs: keepMs } = config;
  const prepare = () => addPublishedDays(database, keepMs);
  const leadership = publishAsLeader({ url, logger, relay, feed, kafka, prepare });
  const tasks = [outboxRetention({ database, keepMs })];
  const retention = startRetention({ url, logger, metrics, tasks });
  const { isLeader } = leadership;
  const lossWatch = watchLoss({ database, kafka, logger, metrics: bridgeMetrics, isLeader });
  const handler = operationsOf({ config, logger, metrics, database, kafka });
  const server = await startHttpServer({ port, host, drainMs, handler });

  return {
    url: server.url,
    stop: once(async () => {
      await Promise.all([server.stop(), leadership.stop(), retention.stop(), lossWatch.stop()]);
      await Promise.all([publisher.stop(), kafka.stop(), database.stop()]);
    }),
  };
};

type OperationsDeps = Readonly<{
  config: BridgeConfig;
  logger: Logger;
  metrics: Metrics;
  database: Database;
  kafka: Kafka;
}>;

/** Only what operators need. */
const operationsOf = ({ config, logger, metrics, database, kafka }: OperationsDeps) =>
  createHttpApp({
    service: 'bridge',
    logger,
    metrics,
    operationsAllow: config.operationsAllow,
    readiness: { postgres: database.ping, kafka: kafka.ping },
    routes: () => undefined,
  });
