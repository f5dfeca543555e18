import type { RequestListener } from 'node:http';
import { connectWithAccess } from '../../platform/eventStore/index.js';
import {
  createHttpApp,
  type HttpAppOptions,
  type HttpServer,
  startHttpServer,
} from '../../platform/http/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { createConsumer } from '../../platform/messaging/index.js';
import { crashProcess, once, type Running } from '../../platform/process/index.js';
import type { OrdersConfig } from './config.js';
import { connect, type Connections, service } from './wiring/connections.js';
import { recordResults } from './consumers/recordResults.js';
import { paymentExpiry, paymentReminders, watchPaymentsDue } from './dueWork/paymentWork.js';
import { startDueWork } from './dueWork/startDueWork.js';
import { waitingAfterSale, waitingForWithdrawn } from './dueWork/waitlistWork.js';
import { orderRoutes } from './routes.js';
import { createUseCaseDeps } from './wiring/useCaseDeps.js';
import type { Deps } from './useCases/deps.js';
import { translateError } from './useCases/errorStatus.js';

type Options = Readonly<{ onCrash?: (error: Error) => void; now?: () => string }>;

/**
 * `handler` is what listens at the URL: a gateway in the same process calls it. `beginStop` ends
 * what waits there, so that such a gateway can end.
 */
export type RunningOrders = Running & Readonly<{ handler: RequestListener; beginStop: () => void }>;

/** Orders: the API, and the consumer of what the inventory decided about them. */
export const startOrders = async (
  config: OrdersConfig,
  { onCrash = crashProcess, now = () => new Date().toISOString() }: Options = {},
): Promise<RunningOrders> => {
  const logger = createLogger({ name: service, level: config.logLevel });
  const store = await connectWithAccess(config.eventStoreUrl, { logger, onDenied: onCrash });
  const outside = connect(config, logger, store);
  const { kafka, identity, database, eventStore, metrics } = outside;
  const share = (): number => results.share();
  const { deps, orders, admission, ...waits } = createUseCaseDeps(config, outside, { now, share });
  const { lookUps, waitingRoom } = waits;
  const results = createConsumer({
    kafka,
    groupId: service,
    topics: ['inventory.result'],
    database,
    handle: recordResults({ orders, now }),
    metrics,
    onCrash,
  });
  const dueWork = startSchedule(outside, deps, now);
  const handler = createHandler(outside, deps, {
    readiness: { consumer: results.responsive },
    informative: { 'inventory.result': results.ready, admission: admission.check },
  });
  const server = await startHttpServer({ handler, ...config });

  const beginStop = stopWaiting(server, waitingRoom);

  return {
    url: server.url,
    handler,
    beginStop,
    stop: once(async () => {
      beginStop();
      await Promise.all([server.stop(), results.stop(), dueWork.stop()]);
      await Promise.all([orders.stop(), identity.stop(), lookUps.productCache.stop()]);
      await lookUps.placements.stop();
      await Promise.all([kafka.stop(), eventStore.stop(), database.stop()]);
    }),
  };
};

/** A gateway sends who waits here to another process, since the announcement comes first. */
const stopWaiting =
  ({ announceStop }: Pick<HttpServer, 'announceStop'>, { stop }: Readonly<{ stop: () => void }>) =>
  (): void => {
    void announceStop();
    stop();
  };

const startSchedule = (
  outside: Connections,
  deps: Deps,
  now: () => string,
): ReturnType<typeof startDueWork> => {
  watchPaymentsDue(outside);

  return startDueWork({ ...outside, now }, [
    paymentExpiry(deps),
    paymentReminders(deps),
    waitingAfterSale(deps),
    waitingForWithdrawn(deps),
  ]);
};

const createHandler = (
  outside: Connections,
  deps: Deps,
  checks: Pick<HttpAppOptions, 'readiness' | 'informative'>,
): RequestListener =>
  createHttpApp({
    ...outside,
    ...orderRoutes(deps),
    service,
    translateError,
    appendsOnly: true,
    // Postgres and Kafka are not among them: orders are taken while those are away.
    readiness: {
      eventStore: deps.eventStore.ping,
      keys: outside.identity.ready,
      ...checks.readiness,
    },
    informative: { database: deps.database.ping, ...checks.informative },
  });
