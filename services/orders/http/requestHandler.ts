import type { RequestListener } from 'node:http';
import { createHttpApp, createObserver, type TokenVerifier } from '../../../platform/http/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import { orderRoutes } from '../routes.js';
import type { Deps } from '../useCases/deps.js';
import { placeOrder } from '../useCases/placeOrder.js';
import { translateError } from './errorStatus.js';
import { withHotPath } from './hotPath.js';

type Ready = Readonly<{ ready: () => Promise<void> }>;

type FrameDeps = Readonly<{
  logger: Logger;
  metrics: Metrics;
  identity: TokenVerifier & Ready;
  results: Ready;
}>;

/** The Express app, with the hot path in front of it. */
export const createRequestHandler = (
  deps: Deps,
  { logger, metrics, identity, results }: FrameDeps,
): RequestListener => {
  const place = placeOrder(deps);
  const observe = createObserver(metrics, logger);
  const app = createHttpApp({
    service: 'orders',
    logger,
    metrics,
    observe,
    // Orders are taken while Postgres and Kafka are away: nobody shall keep them from us then.
    readiness: { eventStore: deps.eventStore.ping, keys: identity.ready },
    informative: { database: deps.database.ping, 'inventory.result': results.ready },
    identity,
    translateError,
    routes: orderRoutes(deps, place),
  });

  return withHotPath({ place, identity, observe, logger, otherwise: app });
};
