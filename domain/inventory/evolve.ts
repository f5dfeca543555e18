import { assertNever } from '../decider.js';
import { mapOf } from '../persistentMap.js';
import type {
  InventoryEvent,
  NameClaimRevoked,
  ProductAdded,
  ProductDetailsChanged,
  ProductPriceChanged,
  SaleTermsChanged,
  StockAdjusted,
  StockReceived,
} from './events.js';
import { type ReservationEvent, withReservation } from './reservation.js';
import type { Inventory, NotAdded, Product } from './state.js';
import { emptyWaitlist } from './waitlist.js';

export const evolve = (inventory: Inventory, event: InventoryEvent): Inventory => {
  if (event.type === 'ProductAdded') return applyAdded(event);

  return inventory.status === 'NOT_ADDED'
    ? evolveNotAdded(inventory, event)
    : evolveProduct(inventory, event);
};

const evolveNotAdded = (product: NotAdded, event: InventoryEvent): NotAdded =>
  event.type === 'NameClaimRevoked' ? { ...product, version: product.version + 1 } : product;

const evolveProduct = (product: Product, event: Exclude<InventoryEvent, ProductAdded>): Product => {
  switch (event.type) {
    case 'ProductDetailsChanged':
      return applyDetailsChanged(product, event);
    case 'ProductPriceChanged':
      return applyPriceChanged(product, event);
    case 'SaleTermsChanged':
      return applyTermsChanged(product, event);
    case 'NameClaimRevoked':
      return applyClaimRevoked(product, event);
    case 'ProductWithdrawn':
      return applyWithdrawn(product);
    case 'StockReceived':
    case 'StockAdjusted':
      return applyStock(product, event);
    case 'StockReserved':
    case 'ReservationWaitlisted':
    case 'ReservationRefused':
    case 'ReservationReleased':
    case 'ReservationCommitted':
      return applyReservation(product, event);
    default:
      return assertNever(event);
  }
};

const applyAdded = ({ data }: ProductAdded): Product => ({
  ...data,
  paymentWindowSeconds: data.paymentWindowSeconds ?? null,
  status: 'LISTED',
  version: 1,
  changedAt: data.addedAt,
  onHand: 0,
  reserved: 0,
  reservations: mapOf([]),
  unitsByUser: mapOf([]),
  waitlist: emptyWaitlist,
});

const applyDetailsChanged = (
  product: Product,
  { data: { name, description, category, changedAt } }: ProductDetailsChanged,
): Product => ({ ...nextVersion(product, changedAt), name, description, category });

const applyPriceChanged = (
  product: Product,
  { data: { price, originalPrice, changedAt } }: ProductPriceChanged,
): Product => ({ ...nextVersion(product, changedAt), price, originalPrice });

const applyTermsChanged = (product: Product, { data }: SaleTermsChanged): Product => ({
  ...nextVersion(product, data.changedAt),
  maxPerCustomer: data.maxPerCustomer,
  saleStartsAt: data.saleStartsAt,
  saleEndsAt: data.saleEndsAt,
  paymentWindowSeconds:
    data.paymentWindowSeconds === undefined
      ? product.paymentWindowSeconds
      : data.paymentWindowSeconds,
});

const nextVersion = (product: Product, changedAt: string): Product => ({
  ...product,
  version: product.version + 1,
  changedAt,
});

const applyClaimRevoked = (product: Product, { data }: NameClaimRevoked): Product =>
  nextVersion(product, data.revokedAt);

const applyWithdrawn = (product: Product): Product => ({ ...product, status: 'WITHDRAWN' });

const applyStock = (
  product: Product,
  { data: { onHand, available } }: StockReceived | StockAdjusted,
): Product => ({ ...product, onHand, reserved: onHand - available });

const applyReservation = (product: Product, event: ReservationEvent): Product => {
  const { onHand, available } = event.data;
  const { reservations, unitsByUser, waitlist } = withReservation(product, event);

  return { ...product, onHand, reserved: onHand - available, reservations, unitsByUser, waitlist };
};
