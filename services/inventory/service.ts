import {
  entriesIn,
  inventoryDecider,
  inventoryEventShapes,
  inventorySnapshot,
  inventoryStream,
} from '../../domain/inventory/index.js';
import {
  productNameDecider,
  productNameEventShapes,
  productNameStream,
} from '../../domain/productName/index.js';
import {
  withCommandTimeout,
  createCommandHandler,
  createIdempotentHandler,
  createSnapshotStore,
} from '../../platform/commandHandling/index.js';
import { connectWithAccess, type EventStore } from '../../platform/eventStore/index.js';
import { createHttpApp, startHttpServer } from '../../platform/http/index.js';
import { createTokenVerifier } from '../../platform/identity/index.js';
import { createLogger, type Logger } from '../../platform/logging/index.js';
import { connectKafka, kafkaOptionsOf } from '../../platform/messaging/index.js';
import { createMetrics, type Metrics } from '../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { crashProcess, once, type Running } from '../../platform/process/index.js';
import { redisIfConfigured } from '../../platform/redis/index.js';
import type { InventoryConfig } from './config.js';
import { startConsumers } from './consumers/startConsumers.js';
import { createRedisProductCache } from './readSide/redisProductCache.js';
import { inventoryRoutes } from './routes.js';
import type { Deps } from './useCases/deps.js';
import { translateError } from './useCases/errorStatus.js';
import { startWaitlist } from './waitlist/startWaitlist.js';

const service = 'inventory';

type Options = Readonly<{ onCrash?: (error: Error) => void; now?: () => string }>;

/** Products and their stock: the API, and the consumers that reserve for orders. */
export const startInventory = async (
  config: InventoryConfig,
  { onCrash = crashProcess, now = () => new Date().toISOString() }: Options = {},
): Promise<Running> => {
  const logger = createLogger({ name: service, level: config.logLevel });
  const eventStore = await connectWithAccess(config.eventStoreUrl, { logger, onDenied: onCrash });
  const metrics = createMetrics({ service });
  const database = connectDatabase({ url: config.databaseUrl, logger, metrics });
  const redis = redisIfConfigured(config.redisUrl, logger);
  const kafka = connectKafka({ ...kafkaOptionsOf(config), clientId: service, logger });
  const identity = createTokenVerifier({ url: database.url, logger });
  const { products, names } = createHandlers({ database, eventStore, logger, metrics });
  const waitlist = startWaitlist({ products, now, database, logger, metrics });
  const handlers: Handlers = { products: waitlist.products, names };
  const cache = createRedisProductCache(redis, logger);
  const deps: Deps = { ...forRequests(handlers), database, cache, now };
  const consumers = startConsumers({ ...handlers, now }, { kafka, database, metrics, onCrash });

  const app = createHttpApp({
    service,
    logger,
    metrics,
    operationsAllow: config.operationsAllow,
    readiness: { eventStore: eventStore.ping, keys: identity.ready, ...consumers.readiness },
    informative: { database: database.ping, ...consumers.informative },
    identity,
    translateError,
    appendsOnly: true,
    routes: inventoryRoutes(deps),
  });
  const server = await startHttpServer({ handler: app, ...config });

  return {
    url: server.url,
    stop: once(async () => {
      await Promise.all([server.stop(), consumers.stop(), waitlist.stop()]);
      await Promise.all([handlers.products.stop(), handlers.names.stop(), identity.stop()]);
      redis?.disconnect();
      await Promise.all([kafka.stop(), eventStore.stop(), database.stop()]);
    }),
  };
};

type Handlers = Pick<Deps, 'products' | 'names'>;

/**
 * Names need no time-out: claims and releases end with the retries of their handler, and a claim
 * that outlives its request is taken over by the next claim of the name.
 */
const forRequests = ({ products, names }: Handlers): Handlers => ({
  products: withCommandTimeout(products),
  names,
});

type HandlerDeps = Readonly<{
  database: Database;
  eventStore: EventStore;
  logger: Logger;
  metrics: Metrics;
}>;

/** Measured: 200 bytes for an order with its user; the texts of a product, and its stream. */
const bytesOfEntry = 120;
const bytesOfProduct = 12 * 1024;

const createHandlers = ({ database, eventStore, logger, metrics }: HandlerDeps): Handlers => ({
  products: createIdempotentHandler({
    eventStore,
    decider: inventoryDecider,
    eventShapes: inventoryEventShapes,
    streamOf: inventoryStream,
    snapshots: { store: createSnapshotStore({ database, eventStore }), codec: inventorySnapshot },
    // Nothing to do means that the line was decided at this revision of its order or a later one.
    isFinalWithoutRead: ({ type }) => type === 'SetReservation' || type === 'ReleaseReservation',
    bytesOf: (inventory) => bytesOfProduct + bytesOfEntry * entriesIn(inventory),
    logger,
    metrics,
  }),
  names: createCommandHandler({
    eventStore,
    decider: productNameDecider,
    eventShapes: productNameEventShapes,
    streamOf: productNameStream,
    logger,
  }),
});
