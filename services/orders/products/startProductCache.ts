import type { EventStore } from '../../../platform/eventStore/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { type Database, listen } from '../../../platform/postgres/index.js';
import type { Running } from '../../../platform/process/index.js';
import { parseStockPayload, stockChannel } from '../../../projections/products/notifications.js';
import { findProductRowsAt } from '../../../projections/products/queries.js';
import { foldProduct } from './foldProduct.js';
import { createProductCache, type ProductCache } from './productCache.js';
import { createRowReader } from './rowReader.js';

type CacheDeps = Readonly<{ database: Database; eventStore: EventStore; logger: Logger }>;

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
    channels: [stockChannel],
    onNotification: (_, payload) => parseStockPayload(payload)?.forEach(cache.noteStock),
    // a product that is not notified is read again within 250 ms
    onReconnect: () => undefined,
    logger,
  });

  return { ...cache, stop: listener.stop };
};
