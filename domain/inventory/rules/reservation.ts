import { valueAt } from '../../persistentMap.js';
import type { CommitReservation, ReleaseReservation, SetReservation } from '../commands.js';
import type {
  ReservationCommitted,
  ReservationRefused,
  ReservationReleased,
  ReservationWaitlisted,
  StockReserved,
} from '../events.js';
import { heldBy, type Reservation } from '../reservation.js';
import type { Inventory } from '../state.js';
import { requireAdded } from './existence.js';
import { refusalOf } from './refusal.js';
import {
  reservationCommitted,
  reservationRefused,
  reservationReleased,
  reservationWaitlisted,
  stockReserved,
} from './reservationEvents.js';

/** Returns exactly one event for every target but a stale one. */
export const setReservation = (
  { data }: SetReservation,
  inventory: Inventory,
): (StockReserved | ReservationWaitlisted | ReservationRefused | ReservationReleased)[] => {
  const product = requireAdded(inventory);
  const line = valueAt(product.reservations, data.orderId);
  if (isDecided(line, data.orderRevision)) return [];
  if (data.quantity === 0)
    return [reservationReleased(product, line, { cause: 'LINE_REMOVED', ...data })];

  const reason = data.quantity > heldBy(line) ? refusalOf(product, data, line) : null;
  if (reason === null) return [stockReserved(product, line, data)];

  return [
    reason === 'OUT_OF_STOCK' && mayWait(data, line)
      ? reservationWaitlisted(product, data)
      : reservationRefused(product, line, { reason, ...data }),
  ];
};

/** Whoever holds units already, or waits for others, does not wait for more. */
const mayWait = ({ ifSoldOut }: SetReservation['data'], line: Reservation | undefined): boolean =>
  ifSoldOut === 'WAIT' && (line?.units ?? 0) === 0;

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
