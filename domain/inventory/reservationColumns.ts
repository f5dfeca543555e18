import type { Entries } from '../persistentMap.js';
import { count, list, nullable, oneOf, record, text } from '../shapes.js';
import type { Reservation, SettledReservation } from './reservation.js';
import type { WaitingReservation } from './waitlist.js';

/**
 * Reservations by columns: read in half the time of rows. `waiting` has what only those have who
 * wait, in the same order.
 */
export type ReservationColumns = Readonly<{
  orderId: readonly string[];
  userId: readonly Reservation['userId'][];
  units: readonly number[];
  orderRevision: readonly number[];
  status: readonly Reservation['status'][];
  waiting: Readonly<{
    itemId: readonly WaitingReservation['itemId'][];
    place: readonly number[];
  }>;
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
  waiting: waitingColumns(reservations.filter(isWaiting)),
});

const isWaiting = (reservation: Reservation): reservation is WaitingReservation =>
  reservation.status === 'WAITING';

const waitingColumns = (waiting: readonly WaitingReservation[]) => ({
  itemId: waiting.map(({ itemId }) => itemId),
  place: waiting.map(({ place }) => place),
});

/** By their order ids. @throws TypeError when `json` is something else. */
export const toReservations = (json: unknown): Entries<Reservation> => {
  if (!isColumns(json)) throw notColumns();
  let waited = 0;

  return {
    keys: json.orderId,
    values: json.orderId.map((orderId, index) => {
      const row = rowAt(json, index);
      if (isSettled(row)) return row;
      waited += 1;

      return { ...row, status: 'WAITING', orderId, ...placeAt(json, waited - 1) };
    }),
  };
};

type Row = Omit<SettledReservation, 'status'> & Readonly<{ status: Reservation['status'] }>;

const isSettled = (row: Row): row is SettledReservation => row.status !== 'WAITING';

const rowAt = (columns: ReservationColumns, index: number): Row => {
  const units = columns.units[index];
  const orderRevision = columns.orderRevision[index];
  const status = columns.status[index];
  if (units === undefined || orderRevision === undefined || status === undefined)
    throw notColumns();
  const userId = columns.userId[index] ?? null;

  return { userId, units, orderRevision, status };
};

const placeAt = ({ waiting }: ReservationColumns, index: number) => {
  const place = waiting.place[index];
  if (place === undefined) throw notColumns();

  return { itemId: waiting.itemId[index] ?? null, place };
};

const isColumns = record({
  orderId: list(text),
  userId: list(nullable(text)),
  units: list(count),
  orderRevision: list(count),
  status: list(oneOf('HELD', 'REFUSED', 'RELEASED', 'COMMITTED', 'WAITING')),
  waiting: record({ itemId: list(nullable(text)), place: list(count) }),
});

const notColumns = () => new TypeError('Not a part of the snapshot of an inventory');
