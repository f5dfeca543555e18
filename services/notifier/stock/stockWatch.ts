import { watch, type WatchAnswer } from '../../../contracts/socket/index.js';
import { repeatInStep } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import { parseStockPayload } from '../../../projections/products/notifications.js';
import type { SocketServer, UserSocket } from '../sockets/socketServer.js';
import { readProductStock } from './productStock.js';
import { createWatchedProducts } from './watchedProducts.js';

type Deps = Readonly<{ io: SocketServer; database: Database; logger: Logger }>;

/** Levels come with a notification; this finds those whose notification was lost. */
const pollEveryMs = 1_000;

/** Sends sockets the stock of the products that they watch, at most four times a second each. */
export const createStockWatch = ({ io, database, logger }: Deps) => {
  const products = createWatchedProducts(io);

  const refresh = async (productIds?: readonly string[]): Promise<void> => {
    products.dropUnwatched();
    const wanted = productIds ?? products.ids();
    if (wanted.length === 0) return;
    try {
      products.update(await readProductStock(database, wanted));
    } catch (error) {
      logger.warn({ err: error }, 'stock levels cannot be read');
    }
  };
  const stopPolling = repeatInStep(pollEveryMs, () => void refresh());

  return {
    /** Takes the payload of channel `stock`. */
    onNotification: (payload: string): void => products.update(parseStockPayload(payload) ?? []),
    /** Reads the stock of these products, or of all that are watched. Never throws. */
    refresh,
    /** Replaces what the socket watches. It is sent the level of each product at once. */
    watch: (socket: UserSocket, request: unknown): WatchAnswer => {
      const { success, data } = watch.safeParse(request);
      if (!success) return { ok: false, code: 'VALIDATION_FAILED' };
      void refresh(products.watch(socket, data.productIds));

      return { ok: true };
    },
    stop: (): void => {
      stopPolling();
      products.stop();
    },
  };
};
