import type { Entries } from '../persistentMap.js';
import { count, list, nullable, oneOf, record, text } from '../shapes.js';
import type { Reservation } from './reservation.js';

/** Reservations by columns: read in half the time of rows. */
export type ReservationColumns = Readonly<{
  orderId: readonly string[];
  userId: readonly Reservation['userId'][];
  units: readonly number[];
  orderRevision: readonly number[];
  status: readonly Reservation['status'][];
}>;

export const toColumns = (
  orderId: readonly string[],
  reservations: readonly Reservation[],
): ReservationColumns => ({
  orderId,
  userId: reservations.map(({ userId }) => userId),
  units: reservations.map(({ units }) => units),
  orderRevision: reservations.map(({ orderRevision }) => orderRevision),
  status: reservations.map(({ status }) => status),
});

/** By their order ids. @throws TypeError when `json` is something else. */
export const toReservations = (json: unknown): Entries<Reservation> => {
  if (!isColumns(json)) throw notColumns();

  return { keys: json.orderId, values: json.orderId.map((_, index) => reservationAt(json, index)) };
};

const reservationAt = (columns: ReservationColumns, index: number): Reservation => {
  const units = columns.units[index];
  const orderRevision = columns.orderRevision[index];
  const status = columns.status[index];
  if (units === undefined || orderRevision === undefined || status === undefined)
    throw notColumns();
  const userId = columns.userId[index] ?? null;

  return { userId, units, orderRevision, status };
};

const isColumns = record({
  orderId: list(text),
  userId: list(nullable(text)),
  units: list(count),
  orderRevision: list(count),
  status: list(oneOf('HELD', 'REFUSED', 'RELEASED', 'COMMITTED')),
});

const notColumns = () => new TypeError('Not a part of the snapshot of an inventory');
