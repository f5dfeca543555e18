import type { InventoryEvent } from '../../domain/inventory/index.js';

/** A row of `read.products`; prices in integer minor units, times in ISO 8601. */
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
  withdrawn_at: string | null;
  version: number;
  on_hand: number;
  reserved: number;
  revision: number;
  created_at: string;
  updated_at: string;
}>;

/** The row after an event of the product's stream; null while no event has added the product. */
export const evolveProduct = (
  row: ProductRow | null,
  event: InventoryEvent & Readonly<{ revision: number }>,
): ProductRow | null => {
  const { revision } = event;
  if (event.type === 'ProductAdded') return { ...added(event.data), revision };

  return row === null ? null : { ...row, ...changes(row, event), revision };
};

const changes = (
  { version }: ProductRow,
  event: Exclude<InventoryEvent, { type: 'ProductAdded' }>,
): Partial<ProductRow> => {
  switch (event.type) {
    case 'ProductDetailsChanged': {
      const { name, description, category, changedAt } = event.data;

      return { name, description, category, ...changed(version, changedAt) };
    }
    case 'ProductPriceChanged': {
      const { price, originalPrice, changedAt } = event.data;

      return { price, original_price: originalPrice, ...changed(version, changedAt) };
    }
    case 'SaleTermsChanged':
      return { ...termsOf(event.data), ...changed(version, event.data.changedAt) };
    case 'ProductWithdrawn':
      return { withdrawn_at: event.data.withdrawnAt };
    case 'StockReceived':
    case 'StockAdjusted':
    case 'StockReserved':
    case 'ReservationRefused':
    case 'ReservationReleased':
    case 'ReservationCommitted':
      return stockOf(event.data);
    default:
      return unknownEvent(event);
  }
};

const added = ({
  addedAt,
  ...data
}: Extract<InventoryEvent, { type: 'ProductAdded' }>['data']): Omit<ProductRow, 'revision'> => ({
  product_id: data.productId,
  sku: data.sku,
  name: data.name,
  description: data.description,
  category: data.category,
  price: data.price,
  original_price: data.originalPrice,
  currency: data.currency,
  ...termsOf(data),
  withdrawn_at: null,
  version: 1,
  on_hand: 0,
  reserved: 0,
  created_at: addedAt,
  updated_at: addedAt,
});

type Terms = Readonly<{
  maxPerCustomer: number | null;
  saleStartsAt: string | null;
  saleEndsAt: string | null;
}>;

const termsOf = ({ maxPerCustomer, saleStartsAt, saleEndsAt }: Terms) => ({
  max_per_customer: maxPerCustomer,
  sale_starts_at: saleStartsAt,
  sale_ends_at: saleEndsAt,
});

const changed = (version: number, changedAt: string) => ({
  version: version + 1,
  updated_at: changedAt,
});

const stockOf = ({ onHand, available }: Readonly<{ onHand: number; available: number }>) => ({
  on_hand: onHand,
  reserved: onHand - available,
});

// an event of a newer release: it is quarantined, not guessed at
const unknownEvent = (event: never): never => {
  throw new TypeError(`The product read model knows no event ${(event as { type: string }).type}`);
};
