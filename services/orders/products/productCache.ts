import { createLru } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { createBatchedLookup } from './batchedLookup.js';

/** What orders know of a product; `price` in integer minor units, `revision` that of its stream. */
export type ProductEntry = Readonly<{
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
  find: (productIds: readonly string[]) => Promise<ReadonlyMap<string, ProductEntry>>;
}>;

type Options = Readonly<{
  /** The read model: fast, and a moment behind. */
  readRows: (productIds: readonly string[]) => Promise<readonly ProductEntry[]>;
  /** The product's stream: read when there is no row. */
  foldProduct: (productId: string) => Promise<ProductEntry | null>;
  /** Is told of every row that was read. */
  observe: (row: ProductEntry) => void;
  logger: Logger;
}>;

type Known = Readonly<{ product: ProductEntry; readAt: number }>;

const freshForMs = 250;
const awayForMs = 2_000;
/** Products that are kept at least, those used last. */
const mostProducts = 10_000;

/**
 * Prices and names for new lines, at most 250 ms old. When Postgres does not answer, a product that
 * is known is taken as it was, another one is folded. Rejects with EventStoreUnavailable when
 * neither can say.
 */
export const createProductCache = ({
  readRows,
  foldProduct,
  observe,
  logger,
}: Options): ProductCache => {
  const known = createLru<string, Known>({ size: mostProducts });
  // A Postgres that did not answer is left alone for a while: reading costs every order its timeout.
  let awayUntil = 0;

  const remember = (product: ProductEntry): ProductEntry => {
    known.set(product.productId, { product, readAt: performance.now() });

    return product;
  };

  const readRow = createBatchedLookup(async (productIds) => {
    const rows = await readRows(productIds);
    rows.forEach(observe);

    return new Map(rows.map((row) => [row.productId, row]));
  });

  const isGoodEnough = ({ readAt }: Known): boolean =>
    performance.now() < awayUntil || performance.now() - readAt < freshForMs;

  const rowOf = async (productId: string): Promise<ProductEntry | null> => {
    const recent = known.get(productId);
    if (recent !== undefined && isGoodEnough(recent)) return recent.product;
    const row = await readRow(productId).catch((error: unknown) => {
      logger.warn({ err: error }, 'products cannot be read');
      awayUntil = performance.now() + awayForMs;

      return recent?.product;
    });
    const product = row ?? (await foldProduct(productId));

    return product === null ? null : remember(product);
  };

  return {
    find: async (productIds) => listedOf(await Promise.all(productIds.map(rowOf))),
  };
};

const listedOf = (products: readonly (ProductEntry | null)[]): ReadonlyMap<string, ProductEntry> =>
  new Map(
    products.flatMap((product) =>
      product?.status === 'LISTED' ? [[product.productId, product] as const] : [],
    ),
  );
