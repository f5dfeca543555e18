import { z } from 'zod';
import { id, pageOf, paging, time, units } from './fields.js';
import { amount } from './money.js';
import { codeText, nameText, proseText, searchText } from './text.js';

const terms = {
  originalPrice: amount.nullable(),
  maxPerCustomer: z.int().min(1).max(1_000_000).nullable(),
  saleStartsAt: time.nullable(),
  saleEndsAt: time.nullable(),
  paymentWindowSeconds: z.int().min(30).max(86_400).nullable(),
};

// A schema of its own: OpenAPI says more of a price that is sent than of one in a response.
const price = amount.clone();

const description = proseText(5_000).nullable();

type SaleWindow = Readonly<{
  saleStartsAt?: string | null | undefined;
  saleEndsAt?: string | null | undefined;
}>;

const endsAfterItStarts = ({ saleStartsAt, saleEndsAt }: SaleWindow): boolean =>
  !saleStartsAt || !saleEndsAt || saleStartsAt < saleEndsAt;

const saleWindow = { path: ['saleEndsAt'], message: 'A sale ends after it starts' };

type Prices = Readonly<{ price?: number | undefined; originalPrice?: number | null | undefined }>;

const isNoRise = ({ price, originalPrice }: Prices): boolean =>
  price === undefined || typeof originalPrice !== 'number' || originalPrice >= price;

const originalPriceRule = {
  path: ['originalPrice'],
  message: 'The original price is not below the price',
};

/** POST `/api/products`. */
export const addProductRequest = z
  .strictObject({
    name: nameText(200),
    sku: codeText(64),
    price,
    stock: units,
    category: nameText(100),
    description: description.default(null),
    originalPrice: terms.originalPrice.default(null),
    maxPerCustomer: terms.maxPerCustomer.default(null),
    saleStartsAt: terms.saleStartsAt.default(null),
    saleEndsAt: terms.saleEndsAt.default(null),
    paymentWindowSeconds: terms.paymentWindowSeconds.default(null),
  })
  .refine(endsAfterItStarts, saleWindow)
  .refine(isNoRise, originalPriceRule);

/** PUT `/api/products/:id`: absent fields stay as they are; the sku never changes. */
export const changeProductRequest = z
  .strictObject({
    name: z.exactOptional(nameText(200)),
    category: z.exactOptional(nameText(100)),
    description: z.exactOptional(description),
    price: z.exactOptional(amount),
    originalPrice: z.exactOptional(terms.originalPrice),
    maxPerCustomer: z.exactOptional(terms.maxPerCustomer),
    saleStartsAt: z.exactOptional(terms.saleStartsAt),
    saleEndsAt: z.exactOptional(terms.saleEndsAt),
    paymentWindowSeconds: z.exactOptional(terms.paymentWindowSeconds),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'Name at least one field to change')
  .refine(endsAfterItStarts, saleWindow)
  .refine(isNoRise, originalPriceRule);

/** PATCH `/api/products/:id/stock`: by a difference, or to a count. */
export const changeStockRequest = z
  .strictObject({
    adjustment: z
      .int()
      .min(-1_000_000_000)
      .max(1_000_000_000)
      .refine((value) => value !== 0, 'Must not be 0')
      .optional(),
    stock: units.optional(),
  })
  .refine(
    ({ adjustment, stock }) => (adjustment === undefined) !== (stock === undefined),
    'Exactly one of adjustment and stock',
  );

const productSortings = ['name', '-name', 'price', '-price', 'createdAt', '-createdAt'] as const;

/** GET `/api/products`. A minus sorts descending. */
export const listProductsQuery = z.strictObject({
  ...paging,
  category: searchText(100).optional(),
  search: searchText(100).optional(),
  sort: z.enum(productSortings).default('-createdAt'),
});

/** What buyers need to know of a stock; `waiting` counts the orders on the waitlist. */
const stockSummary = z.strictObject({
  available: z.int().min(0),
  soldOut: z.boolean(),
  waiting: z.int().min(0),
});

/** `version` counts changes of details, price and terms, not of stock. */
export const product = z.strictObject({
  id,
  name: z.string(),
  sku: z.string(),
  description: z.string().nullable(),
  category: z.string(),
  price: amount,
  originalPrice: amount.nullable(),
  currency: z.string(),
  maxPerCustomer: z.int().nullable(),
  paymentWindowSeconds: z.int().nullable(),
  saleStartsAt: z.iso.datetime().nullable(),
  saleEndsAt: z.iso.datetime().nullable(),
  stock: stockSummary,
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const productList = z.strictObject({ products: z.array(product), ...pageOf });
export const productChanged = z.strictObject({ message: z.string(), product });

/** Units of a product, and orders that wait for some, at `revision` of its stream. */
export const stock = z.strictObject({
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
  waiting: z.int().min(0),
  revision: z.int(),
});

/**
 * `outstanding`: units of orders that wait for the inventory's answer, as the read model knows
 * them; null without it.
 */
export const stockSeen = stock.extend({ outstanding: z.int().min(0).nullable() });

/** `overwrote`: the count that a request without a revision in If-Match replaced. */
export const stockChanged = z.strictObject({
  message: z.string(),
  stock,
  overwrote: z.int().min(0).optional(),
});

export type AddProductRequest = z.infer<typeof addProductRequest>;
export type ChangeProductRequest = z.infer<typeof changeProductRequest>;
export type ChangeStockRequest = z.infer<typeof changeStockRequest>;
export type ProductResource = z.infer<typeof product>;
export type StockSummary = z.infer<typeof stockSummary>;
export type Stock = z.infer<typeof stock>;
export type StockSeen = z.infer<typeof stockSeen>;
