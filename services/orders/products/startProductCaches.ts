import { z } from 'zod';
import type { EventStore } from '../../../platform/eventStore/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { type Database, listen } from '../../../platform/postgres/index.js';
import { once } from '../../../platform/process/index.js';
import { findProducts, findStocks } from '../../../projections/products/queries.js';
import { foldProduct } from './foldProduct.js';
import { type ProductCache, createProductCache } from './productCache.js';
import { createSoldOutCache, type SoldOutCache } from './soldOutCache.js';

export type ProductCaches = Readonly<{
  productCache: ProductCache;
  soldOut: SoldOutCache;
  stop: () => Promise<void>;
}>;

type CachesDeps = Readonly<{ database: Database; eventStore: EventStore; logger: Logger }>;

const stockNotification = z.object({
  productId: z.uuid(),
  available: z.int(),
  revision: z.int(),
});

/**
 * Caches names and prices from the read model, and what is sold out from notifications of Postgres.
 */
export const startProductCaches = ({ database, eventStore, logger }: CachesDeps): ProductCaches => {
  const soldOut = createSoldOutCache({
    readStocks: (productIds) => findStocks(database, productIds),
    logger,
  });
  const productCache = createProductCache({
    readRows: (productIds) => findProducts(database, productIds),
    foldProduct: (productId) => foldProduct(eventStore, productId),
    observe: ({ productId, onHand, reserved, revision }) =>
      soldOut.observe({ productId, available: onHand - reserved, revision }),
    logger,
  });
  const listener = listen({
    url: database.url,
    channels: ['stock'],
    onNotification: (_, payload) => {
      const notification = stockNotification.safeParse(parseJson(payload));
      if (notification.success) soldOut.observe(notification.data);
    },
    onReconnect: () => void soldOut.refresh(),
    logger,
  });

  return {
    productCache,
    soldOut,
    stop: once(async () => {
      soldOut.stop();
      await listener.stop();
    }),
  };
};

const parseJson = (payload: string): unknown => {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
};
