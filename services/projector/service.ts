import { connectWithAccess } from '../../platform/eventStore/index.js';
import { createHttpApp, startHttpServer } from '../../platform/http/index.js';
import { crashProcess, once, type Running } from '../../platform/process/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { createMetrics } from '../../platform/metrics/index.js';
import { connectDatabase, pinnedPlans } from '../../platform/postgres/index.js';
import { observeLag } from '../../projections/projector/metrics/lagMetrics.js';
import { createProjectorMetrics } from '../../projections/projector/metrics/projectorMetrics.js';
import { startProjecting } from '../../projections/projector/projector.js';
import type { ProjectorConfig } from './config.js';
import { readinessOf } from './readiness.js';

type Options = Readonly<{ onCrash?: (error: Error) => void }>;

/** A full batch on a busy machine may take its time; cut off, it would only come again. */
const pool = { max: 3, settings: pinnedPlans, queryTimeoutMs: 10_000 } as const;

/**
 * Turns events into read models and outbox rows. Of several projectors one leads, the others stand
 * by.
 */
export const startProjector = async (
  config: ProjectorConfig,
  { onCrash = crashProcess }: Options = {},
): Promise<Running> => {
  const logger = createLogger({ name: 'projector', level: config.logLevel });
  const eventStore = await connectWithAccess(config.eventStoreUrl, { logger, onDenied: onCrash });
  const metrics = createMetrics({ service: 'projector' });
  const url = config.databaseUrl;
  const database = connectDatabase({ url, logger, metrics, ...pool });
  observeLag(metrics, { eventStore, database });
  const projector = startProjecting({
    eventStore,
    database,
    logger,
    metrics: createProjectorMetrics(metrics),
  });
  const server = await startHttpServer({
    port: config.port,
    host: config.host,
    drainMs: config.drainMs,
    handler: createHttpApp({
      service: 'projector',
      logger,
      metrics,
      operationsAllow: config.operationsAllow,
      ...readinessOf({ database, eventStore, projector }),
      routes: () => undefined,
    }),
  });

  return {
    url: server.url,
    stop: once(async () => {
      await Promise.all([server.stop(), projector.stop()]);
      await Promise.all([eventStore.stop(), database.stop()]);
    }),
  };
};
