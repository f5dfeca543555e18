import { connectWithAccess } from '../../platform/eventStore/index.js';
import { createHttpApp, startHttpServer } from '../../platform/http/index.js';
import { createTokenVerifier } from '../../platform/identity/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { connectKafka, kafkaOptionsOf } from '../../platform/messaging/index.js';
import { createMetrics } from '../../platform/metrics/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { crashProcess, once, type Running } from '../../platform/process/index.js';
import { observeInvariants } from './checks/invariantMetrics.js';
import type { OperationsConfig } from './config.js';
import { createDeadLetterReader } from './deadLetters/deadLetterReader.js';
import { createSummary } from './pipeline/summary.js';
import { operationsRoutes } from './routes.js';
import { createSaleReader } from './sales/saleReader.js';

const service = 'operations';

type Options = Readonly<{ onCrash?: (error: Error) => void }>;

/** What nobody looks at costs two connections that are idle. */
const pool = { max: 3, queryTimeoutMs: 4_000 } as const;

/**
 * What admins see of the pipeline and do with what waits for a person. It reads on demand only, and
 * no order depends on it.
 */
export const startOperations = async (
  config: OperationsConfig,
  { onCrash = crashProcess }: Options = {},
): Promise<Running> => {
  const logger = createLogger({ name: service, level: config.logLevel });
  const eventStore = await connectWithAccess(config.eventStoreUrl, { logger, onDenied: onCrash });
  const metrics = createMetrics({ service });
  const database = connectDatabase({ url: config.databaseUrl, logger, metrics, ...pool });
  observeInvariants({ metrics, database, eventStore });
  const kafka = connectKafka({ ...kafkaOptionsOf(config), clientId: service, logger });
  const identity = createTokenVerifier({ url: database.url, logger });
  const deadLetters = createDeadLetterReader(kafka);
  const summary = createSummary({ config, database, deadLetters });
  const sales = createSaleReader(database);
  const handler = createHttpApp({
    service,
    logger,
    metrics,
    operationsAllow: config.operationsAllow,
    readiness: { keys: identity.ready },
    informative: { database: database.ping, eventStore: eventStore.ping, kafka: kafka.ping },
    identity,
    routes: operationsRoutes({ eventStore, database, logger, deadLetters, summary, sales }),
  });
  const server = await startHttpServer({ handler, ...config });

  return {
    url: server.url,
    stop: once(async () => {
      await server.stop();
      await Promise.all([identity.stop(), kafka.stop(), eventStore.stop(), database.stop()]);
    }),
  };
};
