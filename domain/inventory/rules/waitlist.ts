import type { StockReserved } from '../events.js';
import { availableOf, type Inventory, type Product } from '../state.js';
import { firstFitting, type WaitingReservation, type Waitlist, withoutPlace } from '../waitlist.js';
import { hasEnded } from './refusal.js';
import { stockReserved } from './reservationEvents.js';

/** More would make an append too large, and let others wait too long. */
const mostHandOvers = 500;

/**
 * Returns what those who wait get of the units that are free, in order of place. Whoever wants more
 * than is left keeps the place and is passed over.
 */
export const serveWaiting = (inventory: Inventory, now: string): readonly StockReserved[] => {
  const events: StockReserved[] = [];
  let left = servedAt(inventory, now);

  while (left !== null && events.length < mostHandOvers) {
    const next = firstFitting(left.waitlist, availableOf(left));
    if (next === null) break;
    events.push(stockReserved(left, next, lineOf(left, next, now)));
    left = without(left, next);
  }

  return events;
};

/** Whether somebody waits for what is free: one decision may not have handed over all of it. */
export const isWaitlistUnserved = (inventory: Inventory, now: string): boolean => {
  const product = servedAt(inventory, now);

  return product !== null && firstFitting(product.waitlist, availableOf(product)) !== null;
};

/** After the sale nobody gets anything from the waitlist. */
const servedAt = (inventory: Inventory, now: string): Product | null =>
  inventory.status === 'LISTED' && !hasEnded(inventory, now) ? inventory : null;

type Left = Pick<Product, 'onHand' | 'reserved'> & Readonly<{ waitlist: Waitlist }>;

const without = <P extends Left>(product: P, { units, place }: WaitingReservation): P => ({
  ...product,
  reserved: product.reserved + units,
  waitlist: withoutPlace(product.waitlist, place),
});

const lineOf = (
  { productId }: Product,
  { orderId, itemId, orderRevision, userId, units }: WaitingReservation,
  now: string,
) => ({ productId, orderId, itemId, orderRevision, userId, quantity: units, now });
