import type { EventStore } from '../../../platform/eventStore/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { type Database, listen } from '../../../platform/postgres/index.js';
import type { Running } from '../../../platform/process/index.js';
import {
  outstandingChannel,
  parseStockPayload,
  stockChannel,
  type StockNotice,
} from '../../../projections/products/notifications.js';
import { findProductRowsAt, type ProductRowsAt } from '../../../projections/products/queries.js';
import type { KnownStock } from '../waitingRoom/unitsLeft.js';
import { foldProduct } from './foldProduct.js';
import { createProductCache, type ProductCache } from './productCache.js';
import type { RowAge } from './rowAge.js';
import { createRowReader } from './rowReader.js';

type CacheDeps = Readonly<{
  database: Database;
  eventStore: EventStore;
  rowAge: RowAge;
  logger: Logger;
  /** Is told what rows and notifications say, before anything else is done with it. */
  onStock: (stock: KnownStock) => void;
}>;

/** Products from the read model and their streams; notifications make it look again sooner. */
export const startProductCache = ({
  database,
  eventStore,
  rowAge,
  logger,
  onStock,
}: CacheDeps): ProductCache & Pick<Running, 'stop'> => {
  const readRows = async (productIds: readonly string[]): Promise<ProductRowsAt> => {
    const found = await findProductRowsAt(database, productIds);
    knownStocksOf(found).forEach(onStock);

    return found;
  };
  const cache = createProductCache({
    readRow: createRowReader({ readRows, rowAge, logger }),
    foldProduct: (productId, base) => foldProduct(eventStore, productId, base),
  });
  const listener = listen({
    url: database.url,
    channels: [stockChannel, outstandingChannel],
    onNotification: (_, payload) =>
      parseStockPayload(payload)?.forEach((notice) => {
        cache.noteStock(notice);
        knownStockOf(notice).forEach(onStock);
      }),
    // a product that is not notified is read again within 250 ms
    onReconnect: () => undefined,
    logger,
  });

  return { ...cache, stop: listener.stop };
};

/** Nothing, while an older release leaves out what is needed. */
const knownStockOf = ({
  productId,
  available,
  outstanding,
  position,
}: StockNotice): readonly KnownStock[] =>
  outstanding === undefined || position === undefined
    ? []
    : [{ productId, available, outstanding, position }];

const knownStocksOf = ({ rows, checkpoint }: ProductRowsAt): readonly KnownStock[] =>
  rows.flatMap(({ product_id: productId, on_hand, reserved, outstanding }) =>
    typeof outstanding === 'number' && checkpoint !== null
      ? [{ productId, available: on_hand - reserved, outstanding, position: checkpoint }]
      : [],
  );
