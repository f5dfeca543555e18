import type { RequestListener } from 'node:http';
import { createHttpApp, createObserver, type TokenVerifier } from '../../platform/http/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Metrics } from '../../platform/metrics/index.js';
import { withHotPath } from './hotPath.js';
import type { Parts } from './parts.js';
import { placeOrder } from './placing/placeOrder.js';
import { translateError } from './problems.js';
import { orderRoutes } from './routes.js';

type Ready = Readonly<{ ready: () => Promise<void> }>;

type Surroundings = Readonly<{
  logger: Logger;
  metrics: Metrics;
  identity: TokenVerifier & Ready;
  results: Ready;
}>;

/** The Express app, with the hot path in front of it. */
export const createRequestHandler = (
  parts: Parts,
  { logger, metrics, identity, results }: Surroundings,
): RequestListener => {
  const place = placeOrder(parts);
  const observe = createObserver(metrics, logger);
  const app = createHttpApp({
    service: 'orders',
    logger,
    metrics,
    observe,
    // Orders are taken while Postgres and Kafka are away: nobody shall keep them from us then.
    readiness: { eventStore: parts.eventStore.ping, keys: identity.ready },
    informative: { database: parts.database.ping, 'inventory.result': results.ready },
    identity,
    translateError,
    routes: orderRoutes(parts, place),
  });

  return withHotPath({ place, identity, observe, logger, otherwise: app });
};
