import { z } from 'zod';
import type { Database } from '../../../platform/postgres/index.js';

/** Units available of a product, as of the revision of its stream. */
export type ProductStock = Readonly<{ productId: string; available: number; revision: number }>;

const notified = z.object({
  productId: z.guid(),
  available: z.int().min(0),
  revision: z.int().min(0),
});

/**
 * Parses the payload of channel `stock`: one level, or several. Returns null when it is neither.
 */
export const parseStockPayload = (payload: string): readonly ProductStock[] | null => {
  try {
    return z
      .union([z.array(notified), notified.transform((one) => [one])])
      .parse(JSON.parse(payload));
  } catch {
    return null;
  }
};

/** Reads the stock from the read model; products that it does not know are left out. */
export const readProductStock = (
  database: Database,
  productIds: readonly string[],
): Promise<ProductStock[]> => database.query<ProductStock>(levels, [productIds]);

const levels = {
  name: 'notifier_stock_levels',
  text: `
    SELECT product_id AS "productId", on_hand - reserved AS available, revision
    FROM read.products WHERE product_id = ANY ($1::uuid[])`,
} as const;
