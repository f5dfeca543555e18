import { createHash } from 'node:crypto';
import { entityTag } from '../../../contracts/http/headers.js';
import { toAmount } from '../../../contracts/http/money.js';
import type {
  ProductResource,
  Stock,
  StockSeen,
  StockSummary,
} from '../../../contracts/http/products.js';
import {
  availableOf,
  type Inventory,
  type Product,
  waitingFor,
} from '../../../domain/inventory/index.js';
import { problem } from '../../../platform/http/index.js';

/** The product, also when it was withdrawn; 404 when it was never added. */
export const requireProduct = (inventory: Inventory): Product => {
  if (inventory.status === 'NOT_ADDED') throw notFound();

  return inventory;
};

/** The product while it is for sale; 404 when it was never added, or withdrawn. */
export const requireListedProduct = (inventory: Inventory): Product => {
  if (inventory.status !== 'LISTED') throw notFound();

  return inventory;
};

type Waited = Pick<Product, 'waitlist'> | Readonly<{ waiting: number }>;

/** Of the aggregate, or of its row. */
export const toProductResource = (
  product: Omit<Product, 'reservations' | 'unitsByUser' | 'waitlist'> & Waited,
): ProductResource => ({
  id: product.productId,
  name: product.name,
  sku: product.sku,
  description: product.description,
  category: product.category,
  price: toAmount(product.price),
  originalPrice: product.originalPrice === null ? null : toAmount(product.originalPrice),
  currency: product.currency,
  maxPerCustomer: product.maxPerCustomer,
  paymentWindowSeconds: product.paymentWindowSeconds,
  saleStartsAt: product.saleStartsAt,
  saleEndsAt: product.saleEndsAt,
  stock: toStockSummary(product),
  version: product.version,
  createdAt: product.addedAt,
  updatedAt: product.changedAt,
});

const toStockSummary = ({
  onHand,
  reserved,
  ...waited
}: Pick<Product, 'onHand' | 'reserved'> & Waited): StockSummary => ({
  available: onHand - reserved,
  soldOut: onHand === reserved,
  waiting: 'waiting' in waited ? waited.waiting : waitingFor(waited),
});

/** The `ETag`: the version names the details, and the rest whatever the stock shows. */
export const productTag = ({ version, stock }: ProductResource): string =>
  entityTag(version, digestOf(stock));

/** The revision names the stock, and the rest what it does not count. */
export const stockTag = ({ revision, outstanding }: StockSeen): string =>
  outstanding === 0 ? entityTag(revision) : entityTag(revision, digestOf(outstanding));

/** Eight hexadecimal digits. */
const digestOf = (shown: unknown): string =>
  createHash('sha1').update(JSON.stringify(shown)).digest('hex').slice(0, 8);

/** `revision` is that of the last event of the product's stream. */
export const toStockResource = (product: Product, revision: number | 'no_stream'): Stock => ({
  onHand: product.onHand,
  reserved: product.reserved,
  available: availableOf(product),
  waiting: waitingFor(product),
  revision: revisionOf(revision),
});

/** Returns -1 for a stream without events. */
export const revisionOf = (revision: number | 'no_stream'): number =>
  revision === 'no_stream' ? -1 : revision;

const notFound = () => problem(404, 'PRODUCT_NOT_FOUND', 'There is no such product');
