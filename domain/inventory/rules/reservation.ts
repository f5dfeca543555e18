import { valueAt } from '../../persistentMap.js';
import type { CommitReservation, ReleaseReservation, SetReservation } from '../commands.js';
import type {
  ReservationCommitted,
  ReservationRefused,
  ReservationReleased,
  StockReserved,
} from '../events.js';
import type { Reservation } from '../reservation.js';
import type { Inventory } from '../state.js';
import { requireAdded } from './existence.js';
import { refusalOf } from './refusal.js';
import {
  reservationCommitted,
  reservationRefused,
  reservationReleased,
  stockReserved,
} from './reservationEvents.js';

/** Returns exactly one event for every target but a stale one. */
export const setReservation = (
  { data }: SetReservation,
  inventory: Inventory,
): (StockReserved | ReservationRefused | ReservationReleased)[] => {
  const product = requireAdded(inventory);
  const line = valueAt(product.reservations, data.orderId);
  if (isDecided(line, data.orderRevision)) return [];
  if (data.quantity === 0)
    return [reservationReleased(product, line, { cause: 'LINE_REMOVED', ...data })];

  const held = line?.units ?? 0;
  const change = data.quantity - held;
  const reason = change > 0 ? refusalOf(product, data, change) : null;

  return [
    reason === null
      ? stockReserved(product, change, data)
      : reservationRefused(product, held, { reason, ...data }),
  ];
};

/** A line that was never seen gets a tombstone: what comes late for it is stale. */
export const releaseReservation = (
  { data }: ReleaseReservation,
  inventory: Inventory,
): ReservationReleased[] => {
  const product = requireAdded(inventory);
  const line = valueAt(product.reservations, data.orderId);
  if (isDecided(line, data.orderRevision) || isRefusedAtOnce(line)) return [];

  return [reservationReleased(product, line, { cause: 'ORDER_CANCELLED', ...data })];
};

export const commitReservation = (
  { data }: CommitReservation,
  inventory: Inventory,
): ReservationCommitted[] => {
  const product = requireAdded(inventory);
  const line = valueAt(product.reservations, data.orderId);
  if (line?.status !== 'HELD' || isDecided(line, data.orderRevision)) return [];

  return [reservationCommitted(product, line.units, data)];
};

/** Revisions of an order only grow, and what was shipped is final. */
const isDecided = (line: Reservation | undefined, orderRevision: number): boolean =>
  line !== undefined && (line.status === 'COMMITTED' || orderRevision <= line.orderRevision);

/** Only a confirmed order is amended: no other target can follow a line refused at revision 0. */
const isRefusedAtOnce = (line: Reservation | undefined): boolean =>
  line?.status === 'REFUSED' && line.orderRevision === 0;
