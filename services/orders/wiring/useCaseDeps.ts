import {
  isUnderWay,
  orderDecider,
  orderEventShapes,
  orderStream,
} from '../../../domain/order/index.js';
import {
  createIdempotentHandler,
  withCommandTimeout,
} from '../../../platform/commandHandling/index.js';
import type { OrdersConfig } from '../config.js';
import { createAdmission } from '../admission/admission.js';
import { readLag } from '../admission/readLag.js';
import { withAdmission } from '../admission/withAdmission.js';
import type { Connections } from './connections.js';
import { createOpenPlacements } from '../placements/openPlacements.js';
import { createPlacementRows } from '../placements/placementRows.js';
import { withOpenPlacements } from '../placements/withOpenPlacements.js';
import { createKeyLookup } from '../readSide/keyLookup.js';
import type { Deps } from '../useCases/deps.js';
import { startWaitingRoom } from '../waitingRoom/startWaitingRoom.js';
import { withWaitingRoom } from '../waitingRoom/withWaitingRoom.js';

/**
 * What a burst may leave for the inventory to answer. A decided order is hardly ever changed, and
 * not kept.
 */
const ordersUnderWay = 10_000;

/**
 * What the use cases need, and those parts of it that the service starts and stops. `share` is what
 * part of all orders this process takes.
 */
export const createUseCaseDeps = (
  config: OrdersConfig,
  outside: Connections,
  { now, share }: Readonly<{ now: () => string; share: () => number }>,
) => {
  const { database, eventStore } = outside;
  const admission = createAdmission({
    ...outside,
    maxLagMs: config.admissionMaxLagMs,
    readLag: (orderIds) => readLag(database, orderIds),
  });
  const { waitingRoom, ...lookUps } = createLookUps(config, { ...outside, share });
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
const createLookUps = (
  config: OrdersConfig,
  outside: Connections & Readonly<{ share: () => number }>,
) => {
  const { database, logger } = outside;
  const placements = createOpenPlacements({ rows: createPlacementRows(database), logger });
  const keys = createKeyLookup({ ...outside, placements });

  return { placements, keys, ...startWaitingRoom(config, outside) };
};

const createOrderHandler = ({ eventStore, logger, metrics }: Connections): Deps['orders'] =>
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
