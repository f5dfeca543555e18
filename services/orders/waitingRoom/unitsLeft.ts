import { createLru } from '../../../platform/concurrency/index.js';

/** What a row or a notice says of a product, as of a position in `$all`. */
export type KnownStock = Readonly<{
  productId: string;
  available: number;
  /** Units of order lines that wait for the inventory's answer. */
  outstanding: number;
  position: bigint;
}>;

export type WantedUnits = Readonly<{ productId: string; quantity: number }>;

/**
 * How many units of a product are left for more orders: those available, without the outstanding
 * ones and those of orders that this process has let in, and which are not in there yet. Where
 * other processes let orders in too, it has its share of the units, and always one order.
 */
export type UnitsLeft = Readonly<{
  /** What is older than what is known does nothing; else returns true. */
  note: (stock: KnownStock) => boolean;
  /** Returns what is left by the latest that is known, however old; null when nothing is known. */
  left: (productId: string) => number | null;
  /**
   * Returns the latest time, on the monotonic clock in milliseconds, as of which the stock is
   * known; -Infinity when it is not.
   */
  asOf: (productId: string) => number;
  /** Returns the position up to which the stock is known; -1 when it is not. */
  position: (productId: string) => bigint;
  /** Whether what is known may keep somebody back. */
  isRecent: (productId: string) => boolean;
  /** The units belong to an order that is being appended. */
  take: (lines: readonly WantedUnits[]) => void;
  giveBack: (lines: readonly WantedUnits[]) => void;
  /** The order is in the log: its units are counted until what is known has come so far. */
  noteAppended: (lines: readonly WantedUnits[], position: bigint) => void;
}>;

type Deps = Readonly<{
  /** Returns the latest time of which all is known up to a position; see RowAge. */
  asOf: (position: bigint) => number;
  /** Returns what part of the units this process lets orders in for, above 0. */
  share?: () => number;
  now?: () => number;
}>;

type Appended = Readonly<{ position: bigint; quantity: number }>;

type Product = {
  known: KnownStock | null;
  inFlight: number;
  /** What lies behind `known`, and its units. */
  appended: Appended[];
  behind: number;
};

/** In milliseconds: what is known longer ago keeps nobody back. */
const knownForMs = 1_000;
const productsKept = 10_000;

export const createUnitsLeft = ({
  asOf,
  share = () => 1,
  now = () => performance.now(),
}: Deps): UnitsLeft => {
  const products = createLru<string, Product>({ size: productsKept });
  const productOf = (productId: string): Product => products.getOrCreate(productId, newProduct);
  const knownAsOf = (productId: string): number => {
    const known = products.get(productId)?.known;

    return known ? asOf(known.position) : -Infinity;
  };

  return {
    note: (stock) => noteStock(productOf(stock.productId), stock),
    left: (productId) => {
      const product = products.get(productId);
      if (!product?.known) return null;
      const { available, outstanding } = product.known;
      const units = available - Math.max(0, outstanding);
      const own = product.inFlight + product.behind;

      return own === 0 ? units : Math.floor(units * share()) - own;
    },
    asOf: knownAsOf,
    position: (productId) => products.get(productId)?.known?.position ?? -1n,
    isRecent: (productId) => now() - knownAsOf(productId) <= knownForMs,
    take: (lines) => {
      for (const { productId, quantity } of lines) productOf(productId).inFlight += quantity;
    },
    giveBack: (lines) => {
      for (const { productId, quantity } of lines) productOf(productId).inFlight -= quantity;
    },
    noteAppended: (lines, position) => {
      for (const { productId, quantity } of lines)
        noteAppended(productOf(productId), { position, quantity });
    },
  };
};

const newProduct = (): Product => ({ known: null, inFlight: 0, appended: [], behind: 0 });

const noteStock = (product: Product, stock: KnownStock): boolean => {
  if (product.known !== null && product.known.position >= stock.position) return false;
  product.known = stock;
  product.appended = product.appended.filter(({ position }) => position > stock.position);
  product.behind = product.appended.reduce((sum, { quantity }) => sum + quantity, 0);

  return true;
};

const noteAppended = (product: Product, appended: Appended): void => {
  product.inFlight -= appended.quantity;
  if (product.known !== null && product.known.position >= appended.position) return;
  product.appended.push(appended);
  product.behind += appended.quantity;
};
