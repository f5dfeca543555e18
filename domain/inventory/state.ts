import { type PersistentMap, sizeOf } from '../persistentMap.js';
import type { SaleTerms } from './events.js';
import type { Reservation } from './reservation.js';
import { firstFitting, waitingIn, type Waitlist } from './waitlist.js';

/**
 * Prices are integer minor units. `version` counts changes of details, price and terms, and claims
 * of names that were revoked, from 1.
 */
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
    /** Units that a user holds, took or waits for, over all orders. */
    unitsByUser: PersistentMap<number>;
    waitlist: Waitlist;
  }>;

/** `version` counts the claims of names that were revoked. */
export type NotAdded = Readonly<{ status: 'NOT_ADDED'; version: number }>;

export type Inventory = NotAdded | Product;

export const initialState = (): Inventory => ({ status: 'NOT_ADDED', version: 0 });

export const availableOf = ({ onHand, reserved }: Product): number => onHand - reserved;

/** Units for those who have not waited: none as long as somebody waits for what there is. */
export const unclaimedOf = (product: Product): number => {
  const available = availableOf(product);

  return firstFitting(product.waitlist, available) === null ? available : 0;
};

/** How many orders wait for units. */
export const waitingFor = ({ waitlist }: Pick<Product, 'waitlist'>): number => waitingIn(waitlist);

/** How many entries the state holds, of which a product of last year may have a million. */
export const entriesIn = (inventory: Inventory): number =>
  inventory.status === 'NOT_ADDED'
    ? 0
    : sizeOf(inventory.reservations) + sizeOf(inventory.unitsByUser) + waitingFor(inventory);
