import { z } from 'zod';
import type { EventStore } from '../../../platform/eventStore/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { type Database, listen } from '../../../platform/postgres/index.js';
import type { Running } from '../../../platform/process/index.js';
import { findProductRowsAt } from '../../../projections/products/queries.js';
import { foldProduct } from './foldProduct.js';
import { createProductCache, type ProductCache } from './productCache.js';
import { createRowReader } from './rowReader.js';

type CacheDeps = Readonly<{ database: Database; eventStore: EventStore; logger: Logger }>;

const stockNotification = z.object({
  productId: z.uuid(),
  available: z.int(),
  revision: z.int(),
});

/** Products from the read model and their streams; notifications make it look again sooner. */
export const startProductCache = ({
  database,
  eventStore,
  logger,
}: CacheDeps): ProductCache & Pick<Running, 'stop'> => {
  const cache = createProductCache({
    readRow: createRowReader({
      readRows: (productIds) => findProductRowsAt(database, productIds),
      eventStore,
      logger,
    }),
    foldProduct: (productId, base) => foldProduct(eventStore, productId, base),
  });
  const listener = listen({
    url: database.url,
    channels: ['stock'],
    onNotification: (_, payload) => {
      const notification = stockNotification.safeParse(parseJson(payload));
      if (notification.success) cache.noteStock(notification.data);
    },
    // a product that is not notified is read again within 250 ms
    onReconnect: () => undefined,
    logger,
  });

  return { ...cache, stop: listener.stop };
};

const parseJson = (payload: string): unknown => {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
};
