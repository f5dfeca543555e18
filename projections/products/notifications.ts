import { z } from 'zod';

/** Channel of Postgres on which a commit tells the units of the products that it changed. */
export const stockChannel = 'stock';

/** Channel on which a commit tells the ids of products that are new, changed or withdrawn. */
export const productChannel = 'product';

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
