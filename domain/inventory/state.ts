import { assertNever } from '../decider.js';
import { mapOf, type PersistentMap } from '../persistentMap.js';
import type { InventoryEvent, ProductAdded, SaleTerms } from './events.js';
import { type Reservation, type ReservationEvent, withReservation } from './reservation.js';

/** Prices are integer minor units. `version` counts changes of details, price and terms, from 1. */
export type Product = SaleTerms &
  Readonly<{
    status: 'LISTED' | 'WITHDRAWN';
    productId: string;
    sku: string;
    name: string;
    description: string | null;
    category: string;
    price: number;
    originalPrice: number | null;
    currency: string;
    version: number;
    addedAt: string;
    changedAt: string;
    onHand: number;
    reserved: number;
    /** By order id, or `manual:<id>`. */
    reservations: PersistentMap<Reservation>;
    /** Units that a user holds or took, over all orders. */
    unitsByUser: PersistentMap<number>;
  }>;

export type NotAdded = Readonly<{ status: 'NOT_ADDED' }>;

export type Inventory = NotAdded | Product;

export const initialState = (): Inventory => ({ status: 'NOT_ADDED' });

export const evolve = (inventory: Inventory, event: InventoryEvent): Inventory => {
  if (event.type === 'ProductAdded') return added(event);

  return inventory.status === 'NOT_ADDED' ? inventory : evolveProduct(inventory, event);
};

export const availableOf = ({ onHand, reserved }: Product): number => onHand - reserved;

const added = ({ data }: ProductAdded): Product => ({
  ...data,
  status: 'LISTED',
  version: 1,
  changedAt: data.addedAt,
  onHand: 0,
  reserved: 0,
  reservations: mapOf([]),
  unitsByUser: mapOf([]),
});

const evolveProduct = (product: Product, event: Exclude<InventoryEvent, ProductAdded>): Product => {
  switch (event.type) {
    case 'ProductDetailsChanged':
    case 'ProductPriceChanged':
    case 'SaleTermsChanged':
      return { ...product, ...event.data, version: product.version + 1 };
    case 'ProductWithdrawn':
      return { ...product, status: 'WITHDRAWN' };
    case 'StockReceived':
    case 'StockAdjusted':
      return {
        ...product,
        onHand: event.data.onHand,
        reserved: event.data.onHand - event.data.available,
      };
    case 'StockReserved':
    case 'ReservationRefused':
    case 'ReservationReleased':
    case 'ReservationCommitted':
      return reserved(product, event);
    default:
      return assertNever(event);
  }
};

const reserved = (product: Product, event: ReservationEvent): Product => {
  const { onHand, available } = event.data;
  const { reservations, unitsByUser } = withReservation(product, event);

  return { ...product, onHand, reserved: onHand - available, reservations, unitsByUser };
};
