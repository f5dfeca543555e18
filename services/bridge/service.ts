import { createHttpApp, startHttpServer } from '../../platform/http/index.js';
import { jittered, pause } from '../../platform/concurrency/index.js';
import { crashProcess, once, type Running } from '../../platform/process/index.js';
import { createLogger, type Logger } from '../../platform/logging/index.js';
import {
  connectKafka,
  createPublisher,
  WrongPartitionCount,
  type Kafka,
  kafkaOptionsOf,
} from '../../platform/messaging/index.js';
import { createMetrics } from '../../platform/metrics/index.js';
import { connectDatabase, listen, withLeadership } from '../../platform/postgres/index.js';
import type { BridgeConfig } from './config.js';
import { createBridgeMetrics } from './metrics.js';
import { createOutbox, pinnedPlans } from './relay/outbox.js';
import { createPump, type Pump } from './relay/outboxRelay.js';

type Options = Readonly<{ onCrash?: (error: Error) => void }>;

/** Publishes the outbox to Kafka. Of several bridges one leads, the others stand by. */
export const startBridge = async (
  config: BridgeConfig,
  { onCrash = crashProcess }: Options = {},
): Promise<Running> => {
  const logger = createLogger({ name: 'bridge', level: config.logLevel });
  const metrics = createMetrics({ service: 'bridge' });
  const url = config.databaseUrl;
  const database = connectDatabase({ url, logger, max: 3, settings: pinnedPlans });
  const kafka = connectKafka({ ...kafkaOptionsOf(config), clientId: 'bridge', logger });
  const publisher = createPublisher(kafka);
  const pump = createPump({
    outbox: createOutbox(database),
    publisher,
    logger,
    metrics: createBridgeMetrics(metrics),
    onLost: onCrash,
  });
  const leading = lead({ url, logger, pump, kafka });
  const server = await startHttpServer({
    port: config.port,
    host: config.host,
    handler: createHttpApp({
      service: 'bridge',
      logger,
      metrics,
      readiness: { postgres: database.ping, kafka: kafka.ping },
      routes: () => undefined,
    }),
  });

  return {
    url: server.url,
    stop: once(async () => {
      await Promise.all([server.stop(), leading.stop()]);
      await Promise.all([publisher.stop(), kafka.stop(), database.stop()]);
    }),
  };
};

type Lead = Readonly<{ url: string; logger: Logger; pump: Pump; kafka: Kafka }>;

const topicsExist = async (kafka: Kafka, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted)
    try {
      await kafka.ensureTopics();

      return;
    } catch (error) {
      if (error instanceof WrongPartitionCount) throw error;
      kafka.logger.warn({ err: error }, 'the topics cannot be looked at yet');
      await pause(jittered(1_000), signal);
    }
};

const lead = ({ url, logger, pump, kafka }: Lead) =>
  withLeadership({
    url,
    lock: 'bridge',
    logger,
    lead: async (signal) => {
      const wake = listen({
        url,
        channels: ['outbox'],
        onNotification: pump.wake,
        onReconnect: pump.wake,
        logger,
      });
      try {
        await topicsExist(kafka, signal);
        await pump.run(signal);
      } finally {
        await wake.stop();
      }
    },
  });
