import { z } from 'zod';

/**
 * Value of topic `stock.updated`: at most 4 per second and product, the last value always. Later
 * values replace earlier ones: compare `revision`.
 */
export const stockState = z.object({
  productId: z.uuid(),
  /** Units that nobody holds. */
  available: z.int().min(0),
  soldOut: z.boolean(),
  /** Orders on the waitlist; absent in messages of the first releases. */
  waiting: z.int().min(0).optional(),
  /** Revision in `inventory-<productId>` that the value is as of. */
  revision: z.int().min(0),
});

export type StockState = z.infer<typeof stockState>;
