import { valueAt } from '../../persistentMap.js';
import type { ReleaseManually, ReserveManually } from '../commands.js';
import { broken } from '../errors.js';
import type { ReservationReleased, StockReserved } from '../events.js';
import type { Reservation } from '../reservation.js';
import { availableOf, type Inventory } from '../state.js';
import { manualOrderId } from '../streams.js';
import { added, listed } from './existence.js';
import { released, reserved } from './reservation.js';

/** Looks at the stock only: neither sale window nor limit bind an admin. */
export const reserveManually = (
  { data: { productId, reservationId, quantity, now } }: ReserveManually,
  inventory: Inventory,
): StockReserved[] => {
  const orderId = manualOrderId(reservationId);
  const known = valueAt(added(inventory).reservations, orderId);
  if (known !== undefined) return repeated(known, quantity);

  const product = listed(inventory);
  if (quantity > availableOf(product)) throw broken('OUT_OF_STOCK', 'Not enough units are left');
  const line = { productId, orderId, itemId: null, orderRevision: 0, userId: null };

  return [reserved(product, quantity, { quantity, now, ...line })];
};

export const releaseManually = (
  { data: { productId, reservationId, now } }: ReleaseManually,
  inventory: Inventory,
): ReservationReleased[] => {
  const product = added(inventory);
  const orderId = manualOrderId(reservationId);
  const known = valueAt(product.reservations, orderId);
  if (known === undefined) throw broken('RESERVATION_NOT_FOUND', 'There is no such reservation');
  if (known.status === 'RELEASED') return [];
  const line = { productId, orderId, itemId: null, orderRevision: 0 };

  return [released(product, known, { cause: 'MANUAL', now, ...line })];
};

const repeated = (known: Reservation, quantity: number): [] => {
  if (known.status === 'RELEASED')
    throw broken('RESERVATION_RELEASED', 'The reservation was released');
  if (known.units !== quantity)
    throw broken('RESERVATION_MISMATCH', 'The reservation is for another quantity');

  return [];
};
