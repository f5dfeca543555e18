import { createLru } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';

/** What is left of a product at `revision` of its stream. */
export type AvailableStock = Readonly<{ productId: string; available: number; revision: number }>;

export type SoldOutCache = Readonly<{
  /** True only while what is cached is at most 1 s old. */
  isSoldOut: (productId: string) => boolean;
  /** Takes the stock of a product, from wherever; an older revision changes nothing. */
  observe: (stock: AvailableStock) => void;
  /** Reads again what is cached as sold out. */
  refresh: () => Promise<void>;
  stop: () => void;
}>;

type Entry = Readonly<{ available: number; revision: number; observedAt: number }>;

type CacheDeps = Readonly<{
  readStocks: (productIds: readonly string[]) => Promise<readonly AvailableStock[]>;
  logger: Logger;
}>;

const trustedForMs = 1_000;
const refreshIntervalMs = 400;
// A product is added by its first event and gets its units by the next: in between it is not sold
// out.
const revisionWithoutStock = 0;
const productsKept = 5_000;

/** Keeps which products are sold out, and reads them again as long as they are. */
export const createSoldOutCache = ({ readStocks, logger }: CacheDeps): SoldOutCache => {
  const entries = createLru<string, Entry>({ size: productsKept });

  const observe = ({ productId, available, revision }: AvailableStock): void => {
    const known = entries.get(productId);
    if (revision === revisionWithoutStock || (known?.revision ?? 0) > revision) return;
    entries.set(productId, { available, revision, observedAt: performance.now() });
  };

  const refresh = async (): Promise<void> => {
    const soldOut = [...entries.entries()]
      .filter(([, { available }]) => available <= 0)
      .map(([productId]) => productId);
    if (soldOut.length === 0) return;
    try {
      for (const stock of await readStocks(soldOut)) observe(stock);
    } catch (error) {
      logger.warn({ err: error }, 'sold-out products cannot be read again');
    }
  };

  const timer = setInterval(() => void refresh(), refreshIntervalMs);

  return {
    observe,
    refresh,
    isSoldOut: (productId) => {
      const entry = entries.get(productId);

      return (
        entry !== undefined &&
        entry.available <= 0 &&
        performance.now() - entry.observedAt <= trustedForMs
      );
    },
    stop: () => clearInterval(timer),
  };
};
