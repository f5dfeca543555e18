import type { PersistentMap } from '../persistentMap.js';
import type { SaleTerms } from './events.js';
import type { Reservation } from './reservation.js';

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
    /** Units that a user holds or took, over all orders. */
    unitsByUser: PersistentMap<number>;
  }>;

/** `version` counts the claims of names that were revoked. */
export type NotAdded = Readonly<{ status: 'NOT_ADDED'; version: number }>;

export type Inventory = NotAdded | Product;

export const initialState = (): Inventory => ({ status: 'NOT_ADDED', version: 0 });

export const availableOf = ({ onHand, reserved }: Product): number => onHand - reserved;
