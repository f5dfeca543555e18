import { z } from 'zod';

/** Channel of Postgres on which a commit tells the units of the products that it changed. */
export const stockChannel = 'stock';

/** Channel on which a commit tells the ids of products that are new, changed or withdrawn. */
export const productChannel = 'product';

/**
 * Channel on which a commit tells the same where only `outstanding` has changed, and units are
 * scarce.
 */
export const outstandingChannel = 'outstanding';

/** Units of a product that nobody holds, and orders that wait for some, as of its revision. */
export type ProductStock = Readonly<{
  productId: string;
  available: number;
  waiting: number;
  revision: number;
}>;

/**
 * `outstanding`: units of order lines that wait for the inventory's answer. `position` is the place
 * in `$all` up to which both are known. Older releases tell neither.
 */
export type StockNotice = ProductStock & Readonly<{ outstanding?: number; position?: bigint }>;

const notified = z.object({
  productId: z.guid(),
  available: z.int().min(0),
  /** A projector of an older release does not tell it. */
  waiting: z.int().min(0).default(0),
  revision: z.int().min(0),
  outstanding: z.int().optional(),
  position: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt)
    .optional(),
});

/**
 * Parses the payload of channel `stock`: one level, or several. Returns null when it is neither.
 */
export const parseStockPayload = (payload: string): readonly StockNotice[] | null => {
  try {
    return z
      .union([z.array(notified), notified.transform((one) => [one])])
      .parse(JSON.parse(payload)) as readonly StockNotice[];
  } catch {
    return null;
  }
};
