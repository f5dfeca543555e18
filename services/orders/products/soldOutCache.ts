import type { Logger } from '../../../platform/logging/index.js';

/** What is left of a product at `revision` of its stream. */
export type StockLevel = Readonly<{ productId: string; available: number; revision: number }>;

export type SoldOutCache = Readonly<{
  /** True only while the knowledge is at most 1 s old. */
  isSoldOut: (productId: string) => boolean;
  /** News of a product, from wherever; an older revision than the known one changes nothing. */
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
// A product is added by its first event and gets its units by the next: in between it is not sold out.
const withoutStock = 0;
const mostProducts = 10_000;

/** Remembers which products are sold out, and asks again as long as they are. */
export const createSoldOutCache = ({ readLevels, logger }: Options): SoldOutCache => {
  const board = new Map<string, Known>();

  const observe = ({ productId, available, revision }: StockLevel): void => {
    const known = board.get(productId);
    if (revision === withoutStock || (known?.revision ?? 0) > revision) return;
    board.delete(productId);
    board.set(productId, { available, revision, observedAt: performance.now() });
    const oldest = board.keys().next();
    if (board.size > mostProducts && oldest.done !== true) board.delete(oldest.value);
  };

  const refresh = async (): Promise<void> => {
    const soldOut = [...board].filter(([, { available }]) => available <= 0).map(([id]) => id);
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
      const known = board.get(productId);

      return (
        known !== undefined &&
        known.available <= 0 &&
        performance.now() - known.observedAt <= trustedForMs
      );
    },
    stop: () => clearInterval(timer),
  };
};
