import type { RequestListener } from 'node:http';
import {
  isUnderWay,
  orderDecider,
  orderEventShapes,
  orderStream,
} from '../../domain/order/index.js';
import {
  createIdempotentHandler,
  withCommandTimeout,
} from '../../platform/commandHandling/index.js';
import { connectWithAccess, type EventStore } from '../../platform/eventStore/index.js';
import {
  createHttpApp,
  type HttpAppOptions,
  type HttpServer,
  startHttpServer,
} from '../../platform/http/index.js';
import { createTokenVerifier } from '../../platform/identity/index.js';
import { createLogger, type Logger } from '../../platform/logging/index.js';
import { connectKafka, createConsumer, kafkaOptionsOf } from '../../platform/messaging/index.js';
import { createMetrics } from '../../platform/metrics/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { crashProcess, once, type Running } from '../../platform/process/index.js';
import type { OrdersConfig } from './config.js';
import { createAdmission } from './admission/admission.js';
import { readLag } from './admission/readLag.js';
import { withAdmission } from './admission/withAdmission.js';
import { recordResults } from './consumers/recordResults.js';
import { paymentExpiry, paymentReminders, watchPaymentsDue } from './dueWork/paymentWork.js';
import { startDueWork } from './dueWork/startDueWork.js';
import { waitingAfterSale, waitingForWithdrawn } from './dueWork/waitlistWork.js';
import { createOpenPlacements } from './placements/openPlacements.js';
import { createPlacementRows } from './placements/placementRows.js';
import { withOpenPlacements } from './placements/withOpenPlacements.js';
import { createKeyLookup } from './readSide/keyLookup.js';
import { orderRoutes } from './routes.js';
import type { Deps } from './useCases/deps.js';
import { translateError } from './useCases/errorStatus.js';
import { startWaitingRoom } from './waitingRoom/startWaitingRoom.js';
import { withWaitingRoom } from './waitingRoom/withWaitingRoom.js';

const service = 'orders';

/**
 * What a burst may leave for the inventory to answer. A decided order is hardly ever changed, and
 * not kept.
 */
const ordersUnderWay = 10_000;

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
  const { deps, orders, admission, lookUps, waitingRoom } = createUseCaseDeps(config, outside, now);
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
  outside: ReturnType<typeof connect>,
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

const connect = (config: OrdersConfig, logger: Logger, eventStore: EventStore) => {
  const metrics = createMetrics({ service });
  const database = connectDatabase({ url: config.databaseUrl, logger, metrics });

  return {
    logger,
    database,
    metrics,
    eventStore,
    kafka: connectKafka({ ...kafkaOptionsOf(config), clientId: service, logger }),
    identity: createTokenVerifier({ database, logger }),
    operationsAllow: config.operationsAllow,
  };
};

const createUseCaseDeps = (
  config: OrdersConfig,
  outside: ReturnType<typeof connect>,
  now: () => string,
) => {
  const { database, eventStore } = outside;
  const admission = createAdmission({
    ...outside,
    maxLagMs: config.admissionMaxLagMs,
    readLag: (orderIds) => readLag(database, orderIds),
  });
  const { waitingRoom, ...lookUps } = createLookUps(config, outside);
  const handler = withWaitingRoom(createOrderHandler(outside), waitingRoom);
  const orders = withAdmission(handler, admission);
  const deps: Deps = {
    ...lookUps,
    orders: withCommandTimeout(withOpenPlacements(orders, lookUps.placements)),
    eventStore,
    database,
    admission,
    waitingRoom: config.admission && config.soldOutFastPath ? waitingRoom : null,
    soldOutFastPath: config.soldOutFastPath,
    simulatedPayments: config.payments === 'simulated',
    paymentWebhookSecret: config.paymentWebhookSecret,
    now,
  };

  return { deps, orders, admission, lookUps, waitingRoom };
};

/** What is known of products and keys before anything is appended, and who waits for units. */
const createLookUps = (config: OrdersConfig, outside: ReturnType<typeof connect>) => {
  const { database, logger } = outside;
  const placements = createOpenPlacements({ rows: createPlacementRows(database), logger });
  const keys = createKeyLookup({ ...outside, placements });

  return { placements, keys, ...startWaitingRoom(config, outside) };
};

const createHandler = (
  outside: ReturnType<typeof connect>,
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

const createOrderHandler = ({
  eventStore,
  logger,
  metrics,
}: ReturnType<typeof connect>): Deps['orders'] =>
  createIdempotentHandler({
    eventStore,
    decider: orderDecider,
    eventShapes: orderEventShapes,
    streamOf: orderStream,
    startsStream: ({ type }) => type === 'PlaceOrder',
    isFinished: (order) => !isUnderWay(order),
    cacheSize: ordersUnderWay,
    logger,
    metrics,
  });
