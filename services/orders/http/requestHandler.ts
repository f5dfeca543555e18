import type { RequestListener } from 'node:http';
import { createHttpApp, type TokenVerifier } from '../../../platform/http/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import { orderRoutes } from '../routes.js';
import { sendAnswer } from '../useCases/answer.js';
import type { Deps } from '../useCases/deps.js';
import { placeOrder } from '../useCases/placeOrder.js';
import { toPlaceOrderInput } from '../useCases/placeOrderInput.js';
import { translateError } from './errorStatus.js';

type Ready = Readonly<{ ready: () => Promise<void> }>;

type FrameDeps = Readonly<{
  logger: Logger;
  metrics: Metrics;
  identity: TokenVerifier & Ready;
  results: Ready;
}>;

/** The listener of the orders' API; the click on "buy" is its hot route. */
export const createRequestHandler = (
  deps: Deps,
  { logger, metrics, identity, results }: FrameDeps,
): RequestListener => {
  const place = placeOrder(deps);

  return createHttpApp({
    service: 'orders',
    logger,
    metrics,
    // Orders are taken while Postgres and Kafka are away: nobody shall keep them from us then.
    readiness: { eventStore: deps.eventStore.ping, keys: identity.ready },
    informative: { database: deps.database.ping, 'inventory.result': results.ready },
    identity,
    translateError,
    routes: orderRoutes(deps, place),
    hotRoute: {
      method: 'POST',
      path: '/api/orders',
      handle: async (request, response) =>
        sendAnswer(response, await place(toPlaceOrderInput(request, request.body))),
    },
  });
};
