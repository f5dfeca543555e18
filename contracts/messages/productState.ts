import { z } from 'zod';

/** In integer minor units of `currency`. */
const money = z.int().min(0);

/**
 * Value of topic `product.changed`: the whole product, without its stock. Later values replace
 * earlier ones: compare `revision`.
 */
export const productState = z.object({
  productId: z.uuid(),
  sku: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  category: z.string(),
  price: money,
  originalPrice: money.nullable(),
  currency: z.string(),
  maxPerCustomer: z.int().min(1).nullable(),
  saleStartsAt: z.iso.datetime().nullable(),
  saleEndsAt: z.iso.datetime().nullable(),
  /** Absent in values of the first releases, which had no payment window. */
  paymentWindowSeconds: z.int().min(1).nullable().optional(),
  /** When it was taken off the shop; null while it is on offer. */
  withdrawnAt: z.iso.datetime().nullable(),
  /** Counts changes of details, price and terms. */
  version: z.int().min(1),
  /** Revision in `inventory-<productId>` that the value is as of. */
  revision: z.int().min(0),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type ProductState = z.infer<typeof productState>;
