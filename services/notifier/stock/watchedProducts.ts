import { catalogueNamespace, type StockUpdate } from '../../../contracts/socket/index.js';
import type { ProductStock } from '../../../projections/products/notifications.js';
import type { SocketServer, UserSocket } from '../sockets/socketServer.js';
import { createThrottle, type Throttle } from './throttle.js';

type WatchedProduct = { stock: ProductStock | null; throttle: Throttle<ProductStock> };

const updateEveryMs = 250;

const roomOf = (productId: string): string => `product:${productId}`;

/** The products that sockets of this instance watch, with the last known stock of each. */
export const createWatchedProducts = (io: SocketServer) => {
  const products = new Map<string, WatchedProduct>();

  const productOf = (productId: string): WatchedProduct => {
    const product = products.get(productId) ?? createWatchedProduct(io, productId);
    products.set(productId, product);

    return product;
  };

  return {
    ids: (): readonly string[] => [...products.keys()],
    /** Ignores products that nobody watches, and levels that are not newer than the known one. */
    update: (stock: ProductStock): void => {
      const product = products.get(stock.productId);
      if (product === undefined || isOld(stock, product.stock)) return;
      product.stock = stock;
      product.throttle.put(stock);
    },
    /** The socket watches these, and no others. Returns those whose stock is not known yet. */
    watch: (socket: UserSocket, productIds: readonly string[]): readonly string[] => {
      unwatchAll(socket);
      for (const productId of productIds) {
        const { stock } = productOf(productId);
        void socket.join(roomOf(productId));
        if (stock !== null) socket.emit('stock.update', toUpdate(stock));
      }

      return productIds.filter((productId) => products.get(productId)?.stock === null);
    },
    dropUnwatched: (): void => {
      for (const [productId, { throttle }] of products) {
        if (isWatched(io, productId)) continue;
        throttle.stop();
        products.delete(productId);
      }
    },
    stop: (): void => {
      for (const { throttle } of products.values()) throttle.stop();
    },
  };
};

/** Users and visitors watch in rooms of the same name, each in a namespace of their own. */
const namespaces = ['/', catalogueNamespace];

const isWatched = (io: SocketServer, productId: string): boolean =>
  namespaces.some((namespace) => io.of(namespace).adapter.rooms.has(roomOf(productId)));

const createWatchedProduct = (io: SocketServer, productId: string): WatchedProduct => ({
  stock: null,
  throttle: createThrottle<ProductStock>(updateEveryMs, (stock) => {
    for (const namespace of namespaces)
      io.of(namespace).to(roomOf(productId)).emit('stock.update', toUpdate(stock));
  }),
});

const isOld = (stock: ProductStock, known: ProductStock | null): boolean =>
  known !== null && stock.revision <= known.revision;

const unwatchAll = ({ id, rooms, nsp }: UserSocket): void =>
  nsp.in(id).socketsLeave([...rooms].filter((room) => room.startsWith(roomOf(''))));

const toUpdate = ({ productId, available, waiting }: ProductStock): StockUpdate => ({
  productId,
  available,
  soldOut: available === 0,
  waiting,
});
