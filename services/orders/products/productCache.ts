import { coalesceByKey, createLru } from '../../../platform/concurrency/index.js';
import type { ProductRow } from '../../../projections/products/productRow.js';
import type { DatedRow } from './rowReader.js';

/**
 * What an order needs of a product; `price` in integer minor units, `revision` that of its stream.
 */
export type CachedProduct = Readonly<{
  productId: string;
  isListed: boolean;
  name: string;
  price: number;
  available: number;
  paymentWindowSeconds: number | null;
  revision: number;
}>;

export type ProductCache = Readonly<{
  /** Withdrawn products too; one that does not exist is missing in the map. */
  find: (productIds: readonly string[]) => Promise<ReadonlyMap<string, CachedProduct>>;
  /** Reads the product now, whatever is in the cache. */
  refresh: (productId: string) => Promise<CachedProduct | null>;
  /** Takes a notification: what it turns around is read again before it is next used. */
  noteStock: (stock: Readonly<{ productId: string; available: number; revision: number }>) => void;
}>;

type CacheDeps = Readonly<{
  /** Null without a row, or without Postgres. */
  readRow: (productId: string) => Promise<DatedRow | null>;
  /** Adds to a row, or to nothing, what the product's stream holds behind it. */
  foldProduct: (productId: string, base: ProductRow | null) => Promise<ProductRow | null>;
}>;

type Entry = Readonly<{ row: ProductRow; product: CachedProduct; freshUntil: number }>;

/** In milliseconds: of a row when it is read, and after that in the cache. */
const freshForMs = 250;
const productsKept = 10_000;

/**
 * Prices, names and stock at most half a second old. A row counts only as long as it is known to
 * hold what was in the log 250 ms ago; what it lacks is folded from the product's stream. Rejects
 * with EventStoreUnavailable when that is not possible.
 */
export const createProductCache = ({ readRow, foldProduct }: CacheDeps): ProductCache => {
  const entries = createLru<string, Entry>({ size: productsKept });

  const readAnew = coalesceByKey(async (productId: string): Promise<CachedProduct | null> => {
    const known = entries.get(productId)?.row ?? null;
    const dated = await readRow(productId);
    const row =
      rowIfFresh(dated, known) ??
      (await foldProduct(productId, newerOf(known, dated?.row ?? null)));
    if (row === null) return null;
    const product = toCachedProduct(row);
    entries.set(productId, { row, product, freshUntil: performance.now() + freshForMs });

    return product;
  });

  const get = async (productId: string): Promise<CachedProduct | null> => {
    const entry = entries.get(productId);
    if (entry !== undefined && performance.now() < entry.freshUntil) return entry.product;

    return readAnew(productId);
  };

  return {
    find: async (productIds) => {
      const found = new Map<string, CachedProduct>();
      for (const one of await Promise.all(productIds.map(get)))
        if (one !== null) found.set(one.productId, one);

      return found;
    },
    refresh: readAnew,
    noteStock: ({ productId, available, revision }) => {
      const entry = entries.get(productId);
      if (entry === undefined || entry.row.revision >= revision) return;
      if (available <= 0 === entry.product.available <= 0) return;
      entries.set(productId, { ...entry, freshUntil: -Infinity });
    },
  };
};

/**
 * A product is added by its first event and gets its units by the next: in between it is not sold
 * out.
 */
export const isSoldOut = ({ available, revision }: CachedProduct): boolean =>
  available <= 0 && revision > 0;

const rowIfFresh = (dated: DatedRow | null, known: ProductRow | null): ProductRow | null => {
  if (dated === null || performance.now() - dated.asOf > freshForMs) return null;

  return dated.row.revision < (known?.revision ?? 0) ? null : dated.row;
};

const newerOf = (one: ProductRow | null, other: ProductRow | null): ProductRow | null =>
  (one?.revision ?? -1) > (other?.revision ?? -1) ? one : other;

const toCachedProduct = (row: ProductRow): CachedProduct => ({
  productId: row.product_id,
  isListed: row.withdrawn_at === null,
  name: row.name,
  price: row.price,
  available: row.on_hand - row.reserved,
  paymentWindowSeconds: row.payment_window_seconds,
  revision: row.revision,
});
