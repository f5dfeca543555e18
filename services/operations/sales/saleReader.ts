import type { SaleFigures } from '../../../contracts/http/admin/sales.js';
import { coalesceByKey, createLru } from '../../../platform/concurrency/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { readSeconds } from './saleSeconds.js';
import { readUnits } from './saleUnits.js';

/** Returns null where there is no such product. */
export type SaleReader = (productId: string) => Promise<SaleFigures | null>;

type Known = Readonly<{ figures: SaleFigures; until: number }>;

const productsKept = 50;
const shortestMs = 1_000;

/** What is read costs at most this part of the time in which it is shown. */
const shareOfTime = 1 / 20;

/** Reads on demand; however many look at a product, it is read once, and less often when large. */
export const createSaleReader = (database: Queryable): SaleReader => {
  const known = createLru<string, Known>({ size: productsKept });
  const refresh = coalesceByKey(async (productId: string) => {
    const startedAt = performance.now();
    const figures = await readFigures(database, productId);
    const endedAt = performance.now();
    const keptMs = Math.max(shortestMs, (endedAt - startedAt) / shareOfTime);
    if (figures !== null) known.set(productId, { figures, until: endedAt + keptMs });

    return figures;
  });

  return async (productId) => {
    const found = known.get(productId);

    return found !== undefined && performance.now() < found.until
      ? found.figures
      : refresh(productId);
  };
};

const readFigures = async (database: Queryable, productId: string): Promise<SaleFigures | null> => {
  const [found, { seconds, decision }] = await Promise.all([
    readUnits(database, productId),
    readSeconds(database, productId),
  ]);
  if (found === null) return null;
  const { revision, units } = found;

  return { productId, time: new Date().toISOString(), revision, units, seconds, decision };
};
