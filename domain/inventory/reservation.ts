import { assertNever } from '../decider.js';
import { type PersistentMap, valueAt, withEntry, withoutEntry } from '../persistentMap.js';
import type {
  ReservationCommitted,
  ReservationRefused,
  ReservationReleased,
  StockReserved,
} from './events.js';

/** What one order, or one manual reservation, has of the product. */
export type Reservation = Readonly<{
  userId: string | null;
  /** Units held; once COMMITTED, the units that left with the order. */
  units: number;
  /** The last revision of the order that was decided. */
  orderRevision: number;
  status: 'HELD' | 'REFUSED' | 'RELEASED' | 'COMMITTED';
}>;

export type Reservations = Readonly<{
  /** By order id, or `manual:<id>`. */
  reservations: PersistentMap<Reservation>;
  /** Units that a user holds or took, over all orders. */
  unitsByUser: PersistentMap<number>;
}>;

export type ReservationEvent =
  StockReserved | ReservationRefused | ReservationReleased | ReservationCommitted;

export const withReservation = (
  { reservations, unitsByUser }: Reservations,
  event: ReservationEvent,
): Reservations => {
  const before = valueAt(reservations, event.data.orderId);
  const after = reservationAfter(event, before?.userId ?? null);

  return {
    reservations: withEntry(reservations, event.data.orderId, after),
    unitsByUser: withUnits(unitsByUser, after.userId, after.units - (before?.units ?? 0)),
  };
};

/** Adds signed `units` to those of a user; nobody's units are not counted. */
const withUnits = (
  unitsByUser: PersistentMap<number>,
  userId: string | null,
  units: number,
): PersistentMap<number> => {
  if (userId === null) return unitsByUser;
  const total = (valueAt(unitsByUser, userId) ?? 0) + units;

  return total === 0 ? withoutEntry(unitsByUser, userId) : withEntry(unitsByUser, userId, total);
};

/**
 * One literal for all: of spread objects with further fields V8 gives each a hidden class of its
 * own, 270 bytes.
 */
const reservationAfter = (event: ReservationEvent, knownUser: string | null): Reservation => {
  const { orderRevision } = event.data;
  const userId = event.type === 'StockReserved' ? event.data.userId : knownUser;

  return { userId, units: unitsAfter(event), orderRevision, status: statusAfter(event) };
};

const unitsAfter = (event: ReservationEvent): number => {
  switch (event.type) {
    case 'StockReserved':
    case 'ReservationCommitted':
      return event.data.quantity;
    case 'ReservationRefused':
      return event.data.held;
    case 'ReservationReleased':
      return 0;
    default:
      return assertNever(event);
  }
};

const statusAfter = (event: ReservationEvent): Reservation['status'] => {
  switch (event.type) {
    case 'StockReserved':
      return 'HELD';
    case 'ReservationRefused':
      return event.data.held > 0 ? 'HELD' : 'REFUSED';
    case 'ReservationReleased':
      return 'RELEASED';
    case 'ReservationCommitted':
      return 'COMMITTED';
    default:
      return assertNever(event);
  }
};
