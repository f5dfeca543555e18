import { createBatchedLookup, createLru } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';

/**
 * What an order needs of a product; `price` in integer minor units, `revision` that of its stream.
 */
export type CachedProduct = Readonly<{
  productId: string;
  status: 'LISTED' | 'WITHDRAWN';
  name: string;
  price: number;
  onHand: number;
  reserved: number;
  revision: number;
}>;

/**
 * Products that may be ordered now; one that does not exist or is withdrawn is missing in the map.
 */
export type ProductCache = Readonly<{
  find: (productIds: readonly string[]) => Promise<ReadonlyMap<string, CachedProduct>>;
}>;

type CacheDeps = Readonly<{
  /** The read model: fast, and a moment behind. */
  readRows: (productIds: readonly string[]) => Promise<readonly CachedProduct[]>;
  /** The product's stream: read when there is no row. */
  foldProduct: (productId: string) => Promise<CachedProduct | null>;
  /** Called with every row that was read. */
  observe: (row: CachedProduct) => void;
  logger: Logger;
}>;

type Entry = Readonly<{ product: CachedProduct; readAt: number }>;

const freshForMs = 250;
const awayForMs = 2_000;
const productsKept = 10_000;

/**
 * Prices and names for new lines, at most 250 ms old. When Postgres does not respond, a product
 * that is cached is taken as it was, another one is folded. Rejects with EventStoreUnavailable when
 * neither is possible.
 */
export const createProductCache = (deps: CacheDeps): ProductCache => {
  const entries = createLru<string, Entry>({ size: productsKept });
  const rows = createRowReader(deps);

  const get = async (productId: string): Promise<CachedProduct | null> => {
    const recent = entries.get(productId);
    if (recent !== undefined && (rows.isAway() || isFresh(recent))) return recent.product;
    const row = await rows.read(productId, recent?.product);
    const product = row ?? (await deps.foldProduct(productId));
    if (product !== null) entries.set(productId, { product, readAt: performance.now() });

    return product;
  };

  return {
    find: async (productIds) => {
      const products = await Promise.all(productIds.map(get));

      return new Map(products.filter(isListed).map((product) => [product.productId, product]));
    },
  };
};

const isFresh = ({ readAt }: Entry): boolean => performance.now() - readAt < freshForMs;

const isListed = (product: CachedProduct | null): product is CachedProduct =>
  product?.status === 'LISTED';

type RowReader = Readonly<{
  /** Whether Postgres did not respond a moment ago: its timeout would cost every order. */
  isAway: () => boolean;
  /** Resolves to undefined without a row, to `fallback` when Postgres does not respond. */
  read: (productId: string, fallback?: CachedProduct) => Promise<CachedProduct | undefined>;
}>;

const createRowReader = ({ readRows, observe, logger }: CacheDeps): RowReader => {
  let awayUntil = 0;
  const readRow = createBatchedLookup(async (productIds) => {
    const rows = await readRows(productIds);
    rows.forEach(observe);

    return new Map(rows.map((row) => [row.productId, row]));
  });

  return {
    isAway: () => performance.now() < awayUntil,
    read: (productId, fallback) =>
      readRow(productId).catch((error: unknown) => {
        logger.warn({ err: error }, 'products cannot be read');
        awayUntil = performance.now() + awayForMs;

        return fallback;
      }),
  };
};
