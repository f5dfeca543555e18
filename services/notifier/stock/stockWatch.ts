import { watch, type StockUpdate, type WatchAnswer } from '../../../contracts/socket/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { SocketServer, UserSocket } from '../sockets/socketServer.js';
import { parseStockPayload, readStockLevels, type StockLevel } from './stockLevels.js';
import { createThrottle, type Throttle } from './throttle.js';

type Means = Readonly<{ io: SocketServer; database: Database; logger: Logger }>;

type Watched = { level: StockLevel | null; throttle: Throttle<StockLevel> };

const interval = 250;
/** Nobody waits for this: levels come with a notification. Milliseconds. */
const netInterval = 1_000;

const roomOf = (productId: string): string => `product:${productId}`;

/** Tells sockets about the stock of products that they watch, at most four times a second each. */
export const createStockWatch = (means: Means) => {
  const products = new Map<string, Watched>();

  const reread = async (productIds: readonly string[] = [...products.keys()]): Promise<void> => {
    forgetUnwatched(products, means.io);
    if (productIds.length === 0) return;
    try {
      const levels = await readStockLevels(means.database, productIds);
      for (const level of levels) note(products, level);
    } catch (error) {
      means.logger.warn({ err: error }, 'stock levels cannot be read');
    }
  };
  const timer = setInterval(() => void reread(), netInterval);

  return {
    /** A notification of channel `stock`. */
    onNotification: (payload: string): void => {
      for (const level of parseStockPayload(payload) ?? []) note(products, level);
    },
    reread,
    /** What the socket hears of from now on; it gets the level of each at once. */
    watch: (socket: UserSocket, request: unknown): WatchAnswer => {
      const { success, data } = watch.safeParse(request);
      if (!success) return { ok: false, code: 'VALIDATION_FAILED' };
      follow(products, { ...means, socket, productIds: data.productIds });
      void reread(data.productIds.filter((productId) => products.get(productId)?.level === null));

      return { ok: true };
    },
    stop: (): void => {
      clearInterval(timer);
      for (const { throttle } of products.values()) throttle.stop();
    },
  };
};

const note = (products: ReadonlyMap<string, Watched>, level: StockLevel): void => {
  const watched = products.get(level.productId);
  if (watched === undefined || isOld(level, watched.level)) return;
  watched.level = level;
  watched.throttle.put(level);
};

type Following = Means & Readonly<{ socket: UserSocket; productIds: readonly string[] }>;

const follow = (products: Map<string, Watched>, { io, socket, productIds }: Following): void => {
  leaveAll(socket);
  for (const productId of productIds) {
    const watched = products.get(productId) ?? createWatched(io, productId);
    products.set(productId, watched);
    void socket.join(roomOf(productId));
    if (watched.level !== null) socket.emit('stock.update', toUpdate(watched.level));
  }
};

const createWatched = (io: SocketServer, productId: string): Watched => ({
  level: null,
  throttle: createThrottle<StockLevel>(interval, (level) => {
    io.to(roomOf(productId)).emit('stock.update', toUpdate(level));
  }),
});

const isOld = (level: StockLevel, known: StockLevel | null): boolean =>
  known !== null && level.revision <= known.revision;

const leaveAll = (socket: UserSocket): void => {
  for (const room of socket.rooms) if (room.startsWith('product:')) void socket.leave(room);
};

const forgetUnwatched = (products: Map<string, Watched>, io: SocketServer): void => {
  for (const [productId, { throttle }] of products) {
    if (io.of('/').adapter.rooms.has(roomOf(productId))) continue;
    throttle.stop();
    products.delete(productId);
  }
};

const toUpdate = ({ productId, available }: StockLevel): StockUpdate => ({
  productId,
  available,
  soldOut: available === 0,
});
