import { randomUUID } from 'node:crypto';
import {
  type Inventory,
  type InventoryCommand,
  inventoryDecider,
  inventoryEventShapes,
  inventorySnapshot,
  type InventoryEvent,
  inventoryStream,
} from '../../domain/inventory/index.js';
import {
  createIdempotentHandler,
  createSnapshotStore,
} from '../../platform/commandHandling/index.js';
import { connectEventStore } from '../../platform/eventStore/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { createPlainHandler } from './plainHandler.js';
import { contextOf } from './requestContext.js';

/** One unit reserved per call, by the handler of the inventory service, or by the plain one. */
export type Reservations = Readonly<{
  addProduct: (units: number) => Promise<string>;
  grouped: (productId: string) => Promise<unknown>;
  plain: (productId: string) => Promise<unknown>;
  /** Units, as the stream tells it. */
  reserved: (productId: string) => Promise<number>;
  stop: () => Promise<void>;
}>;

export const openReservations = (
  url: string,
  { databaseUrl }: Readonly<{ databaseUrl?: string }> = {},
): Reservations => {
  const logger = createLogger({ name: 'bench', level: 'error' });
  const eventStore = connectEventStore(url, logger);
  const database = databaseUrl === undefined ? null : connectDatabase({ url: databaseUrl, logger });
  // as services/inventory composes it; snapshots only where there is a database for them
  const handler = createIdempotentHandler<Inventory, InventoryCommand, InventoryEvent>({
    eventStore,
    decider: inventoryDecider,
    eventShapes: inventoryEventShapes,
    streamOf: inventoryStream,
    ...(database !== null && {
      snapshots: {
        store: createSnapshotStore({ database, eventStore }),
        codec: inventorySnapshot,
      },
    }),
    logger,
  });
  const plain = createPlainHandler(eventStore);

  return {
    addProduct: async (units) => {
      const productId = randomUUID();
      await handler.handle(productId, addProduct(productId, units), contextOf());

      return productId;
    },
    grouped: (productId) => handler.handle(productId, reserveOne(productId), contextOf()),
    plain: (productId) => plain(productId, reserveOne(productId)),
    reserved: async (productId) => {
      const { state } = await handler.load(productId, { fresh: true });

      return state.status === 'NOT_ADDED' ? 0 : state.reserved;
    },
    stop: async () => {
      await handler.stop();
      await Promise.all([eventStore.stop(), database?.stop()]);
    },
  };
};

const now = '2026-11-21T10:00:00.000Z';

const reserveOne = (productId: string): InventoryCommand => ({
  type: 'ReserveManually',
  data: { productId, reservationId: randomUUID(), quantity: 1, now },
});

const addProduct = (productId: string, units: number): InventoryCommand => ({
  type: 'AddProduct',
  data: {
    productId,
    sku: productId,
    name: productId,
    description: null,
    category: 'bench',
    price: 100,
    originalPrice: null,
    currency: 'EUR',
    maxPerCustomer: null,
    saleStartsAt: null,
    saleEndsAt: null,
    paymentWindowSeconds: null,
    stock: units,
    expectedVersion: 0,
    now,
  },
});
