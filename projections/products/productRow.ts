import { assertNever } from '../../domain/decider.js';
import type {
  InventoryEvent,
  ProductAdded,
  ProductDetailsChanged,
  ProductPriceChanged,
  SaleTermsChanged,
} from '../../domain/inventory/index.js';
import { type SearchKeys, searchKeysOf } from './searchKeys.js';

/**
 * A row of `read.products` as its stream makes it, without `outstanding`, which is counted in the
 * lines of orders; prices in integer minor units, times in ISO 8601.
 */
export type ProductRow = Readonly<{
  product_id: string;
  sku: string;
  name: string;
  description: string | null;
  category: string;
  price: number;
  original_price: number | null;
  currency: string;
  max_per_customer: number | null;
  sale_starts_at: string | null;
  sale_ends_at: string | null;
  payment_window_seconds: number | null;
  withdrawn_at: string | null;
  version: number;
  on_hand: number;
  reserved: number;
  /** Orders that wait for units; null when there are none. */
  waiting: number | null;
  revision: number;
  created_at: string;
  updated_at: string;
}> &
  SearchKeys;

/** The row after an event of the product's stream; null while no event has added the product. */
export const evolveProduct = (
  row: ProductRow | null,
  event: InventoryEvent & Readonly<{ revision: number }>,
): ProductRow | null => {
  const { revision } = event;
  if (event.type === 'ProductAdded') return { ...applyAdded(event.data), revision };

  return row === null ? null : { ...row, ...changesOf(row, event), revision };
};

const changesOf = (
  row: ProductRow,
  event: Exclude<InventoryEvent, ProductAdded>,
): Partial<ProductRow> => {
  switch (event.type) {
    case 'ProductDetailsChanged':
      return applyDetailsChanged(row, event.data);
    case 'ProductPriceChanged':
      return applyPriceChanged(row, event.data);
    case 'SaleTermsChanged':
      return applySaleTermsChanged(row, event.data);
    case 'NameClaimRevoked':
      return nextVersion(row, event.data.revokedAt);
    case 'ProductWithdrawn':
      return { withdrawn_at: event.data.withdrawnAt };
    case 'StockReceived':
    case 'StockAdjusted':
    case 'ReservationCommitted':
      return applyStockLevels(event.data);
    case 'ReservationWaitlisted':
      return { ...applyStockLevels(event.data), waiting: (row.waiting ?? 0) + 1 };
    case 'StockReserved':
    case 'ReservationRefused':
    case 'ReservationReleased':
      return { ...applyStockLevels(event.data), waiting: waitingAfter(row, event.data) };
    default:
      return assertNever(event);
  }
};

const applyAdded = ({ addedAt, ...data }: ProductAdded['data']): Omit<ProductRow, 'revision'> => ({
  product_id: data.productId,
  sku: data.sku,
  name: data.name,
  description: data.description,
  category: data.category,
  ...searchKeysOf(data),
  price: data.price,
  original_price: data.originalPrice,
  currency: data.currency,
  ...toTermColumns(data),
  payment_window_seconds: data.paymentWindowSeconds ?? null,
  withdrawn_at: null,
  version: 1,
  on_hand: 0,
  reserved: 0,
  waiting: null,
  created_at: addedAt,
  updated_at: addedAt,
});

const applyDetailsChanged = (
  row: ProductRow,
  { name, description, category, changedAt }: ProductDetailsChanged['data'],
) => ({
  name,
  description,
  category,
  ...searchKeysOf({ name, sku: row.sku, description, category }),
  ...nextVersion(row, changedAt),
});

const applyPriceChanged = (
  row: ProductRow,
  { price, originalPrice, changedAt }: ProductPriceChanged['data'],
) => ({ price, original_price: originalPrice, ...nextVersion(row, changedAt) });

const applySaleTermsChanged = (row: ProductRow, terms: SaleTermsChanged['data']) => ({
  ...toTermColumns(terms),
  ...(terms.paymentWindowSeconds !== undefined && {
    payment_window_seconds: terms.paymentWindowSeconds,
  }),
  ...nextVersion(row, terms.changedAt),
});

const applyStockLevels = ({
  onHand,
  available,
}: Readonly<{ onHand: number; available: number }>) => ({
  on_hand: onHand,
  reserved: onHand - available,
});

/** Whoever had a place on the waitlist leaves it. */
const waitingAfter = (
  { waiting }: ProductRow,
  { place }: Readonly<{ place?: number }>,
): number | null => {
  const left = (waiting ?? 0) - (place === undefined ? 0 : 1);

  return left > 0 ? left : null;
};

type Terms = Pick<ProductAdded['data'], 'maxPerCustomer' | 'saleStartsAt' | 'saleEndsAt'>;

const toTermColumns = ({ maxPerCustomer, saleStartsAt, saleEndsAt }: Terms) => ({
  max_per_customer: maxPerCustomer,
  sale_starts_at: saleStartsAt,
  sale_ends_at: saleEndsAt,
});

const nextVersion = ({ version }: ProductRow, changedAt: string) => ({
  version: version + 1,
  updated_at: changedAt,
});
