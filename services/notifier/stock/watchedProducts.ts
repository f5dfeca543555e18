import { catalogueNamespace, type StockUpdate } from '../../../contracts/socket/index.js';
import type { ProductStock } from '../../../projections/products/notifications.js';
import type { SocketServer, UserSocket } from '../sockets/socketServer.js';
import { createThrottle } from './throttle.js';

type WatchedProduct = { stock: ProductStock | null };

const updateEveryMs = 250;

const roomOf = (productId: string): string => `product:${productId}`;

/**
 * The products that sockets of this instance watch, with the last known stock of each. What has
 * changed goes out together: a socket that watches many is then written to once.
 */
export const createWatchedProducts = (io: SocketServer) => {
  const products = new Map<string, WatchedProduct>();
  const changed = new Map<string, ProductStock>();
  const emitting = createThrottle<null>(updateEveryMs, () => {
    for (const stock of changed.values()) emit(io, stock);
    changed.clear();
  });

  const productOf = (productId: string): WatchedProduct => {
    const product = products.get(productId) ?? { stock: null };
    products.set(productId, product);

    return product;
  };

  return {
    ids: (): readonly string[] => [...products.keys()],
    /** Ignores products that nobody watches, and levels that are not newer than the known one. */
    update: (stocks: readonly ProductStock[]): void => {
      const newer = stocks.filter((stock) => isNewer(stock, products.get(stock.productId)));
      for (const stock of newer) {
        productOf(stock.productId).stock = stock;
        changed.set(stock.productId, stock);
      }
      if (newer.length > 0) emitting.put(null);
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
      for (const productId of products.keys())
        if (!isWatched(io, productId)) products.delete(productId);
    },
    stop: emitting.stop,
  };
};

/** Users and visitors watch in rooms of the same name, each in a namespace of their own. */
const namespaces = ['/', catalogueNamespace];

const isWatched = (io: SocketServer, productId: string): boolean =>
  namespaces.some((namespace) => io.of(namespace).adapter.rooms.has(roomOf(productId)));

const emit = (io: SocketServer, stock: ProductStock): void => {
  for (const namespace of namespaces)
    io.of(namespace).to(roomOf(stock.productId)).emit('stock.update', toUpdate(stock));
};

const isNewer = (stock: ProductStock, product: WatchedProduct | undefined): boolean =>
  product !== undefined && (product.stock === null || stock.revision > product.stock.revision);

const unwatchAll = ({ id, rooms, nsp }: UserSocket): void =>
  nsp.in(id).socketsLeave([...rooms].filter((room) => room.startsWith(roomOf(''))));

const toUpdate = ({ productId, available, waiting }: ProductStock): StockUpdate => ({
  productId,
  available,
  soldOut: available === 0,
  waiting,
});
