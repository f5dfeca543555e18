import { createLru } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';

/** What is left of a product at `revision` of its stream. */
export type StockLevel = Readonly<{ productId: string; available: number; revision: number }>;

export type SoldOutCache = Readonly<{
  /** True only when the level was observed within 1 s. */
  isSoldOut: (productId: string) => boolean;
  /** Takes a level from wherever; an older revision than the known one changes nothing. */
  observe: (level: StockLevel) => void;
  /** Reads again what is held sold out. */
  refresh: () => Promise<void>;
  stop: () => void;
}>;

type Known = Readonly<{ available: number; revision: number; observedAt: number }>;

type Options = Readonly<{
  readLevels: (productIds: readonly string[]) => Promise<readonly StockLevel[]>;
  logger: Logger;
}>;

const trustedForMs = 1_000;
const refreshIntervalMs = 400;
// A product is added by its first event and gets its units by the next: in between it is not sold
// out.
const withoutStock = 0;
/** Products that are kept at least, those used last. */
const mostProducts = 5_000;

/** Remembers which products are sold out, and reads them again as long as they are. */
export const createSoldOutCache = ({ readLevels, logger }: Options): SoldOutCache => {
  const levels = createLru<string, Known>({ size: mostProducts });

  const observe = ({ productId, available, revision }: StockLevel): void => {
    const known = levels.get(productId);
    if (revision === withoutStock || (known?.revision ?? 0) > revision) return;
    levels.set(productId, { available, revision, observedAt: performance.now() });
  };

  const refresh = async (): Promise<void> => {
    const soldOut = [...levels.entries()]
      .filter(([, { available }]) => available <= 0)
      .map(([id]) => id);
    if (soldOut.length === 0) return;
    try {
      for (const level of await readLevels(soldOut)) observe(level);
    } catch (error) {
      logger.warn({ err: error }, 'sold-out products cannot be read again');
    }
  };

  const timer = setInterval(() => void refresh(), refreshIntervalMs);

  return {
    observe,
    refresh,
    isSoldOut: (productId) => {
      const known = levels.get(productId);

      return (
        known !== undefined &&
        known.available <= 0 &&
        performance.now() - known.observedAt <= trustedForMs
      );
    },
    stop: () => clearInterval(timer),
  };
};
