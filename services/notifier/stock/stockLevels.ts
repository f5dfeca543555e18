import { z } from 'zod';
import type { Database } from '../../../platform/postgres/index.js';

export type StockLevel = Readonly<{ productId: string; available: number; revision: number }>;

const notified = z.object({
  productId: z.guid(),
  available: z.int().min(0),
  revision: z.int().min(0),
});

/** The payload of channel `stock`: one level, or several. Null when it is neither. */
export const parseStockPayload = (payload: string): readonly StockLevel[] | null => {
  try {
    return z
      .union([z.array(notified), notified.transform((one) => [one])])
      .parse(JSON.parse(payload));
  } catch {
    return null;
  }
};

/** Levels as the read model has them; products that it does not know are left out. */
export const readStockLevels = (
  database: Database,
  productIds: readonly string[],
): Promise<StockLevel[]> => database.query<StockLevel>(levels, [productIds]);

const levels = {
  name: 'notifier_stock_levels',
  text: `
    SELECT product_id AS "productId", on_hand - reserved AS available, revision
    FROM read.products WHERE product_id = ANY ($1::uuid[])`,
} as const;
