import { valueAt } from '../../persistentMap.js';
import type { ReleaseManually, ReserveManually } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { ReservationReleased, StockReserved } from '../events.js';
import type { Reservation } from '../reservation.js';
import { availableOf, type Inventory } from '../state.js';
import { manualOrderId } from '../streams.js';
import { requireAdded, requireListed } from './existence.js';
import { reservationReleased, stockReserved } from './reservationEvents.js';

/** Looks at the stock only: neither sale window nor limit bind an admin. */
export const reserveManually = (
  { data: { productId, reservationId, quantity, now } }: ReserveManually,
  inventory: Inventory,
): StockReserved[] => {
  const orderId = manualOrderId(reservationId);
  const known = valueAt(requireAdded(inventory).reservations, orderId);
  if (known !== undefined) {
    requireSame(known, quantity);

    return [];
  }

  const product = requireListed(inventory);
  if (quantity > availableOf(product))
    throw ruleBroken('OUT_OF_STOCK', 'Not enough units are left');
  const line = { productId, orderId, itemId: null, orderRevision: 0, userId: null };

  return [stockReserved(product, known, { quantity, now, ...line })];
};

export const releaseManually = (
  { data: { productId, reservationId, now } }: ReleaseManually,
  inventory: Inventory,
): ReservationReleased[] => {
  const product = requireAdded(inventory);
  const orderId = manualOrderId(reservationId);
  const known = valueAt(product.reservations, orderId);
  if (known === undefined)
    throw ruleBroken('RESERVATION_NOT_FOUND', 'There is no such reservation');
  if (known.status === 'RELEASED') return [];
  const line = { productId, orderId, itemId: null, orderRevision: 0 };

  return [reservationReleased(product, known, { cause: 'MANUAL', now, ...line })];
};

const requireSame = (known: Reservation, quantity: number): void => {
  if (known.status === 'RELEASED')
    throw ruleBroken('RESERVATION_RELEASED', 'The reservation was released');
  if (known.units !== quantity)
    throw ruleBroken('RESERVATION_MISMATCH', 'The reservation is for another quantity');
};
