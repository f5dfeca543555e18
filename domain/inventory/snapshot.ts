import { entriesOf, mapOwning } from '../persistentMap.js';
import { count, nullable, oneOf, record, text, time, uuid } from '../shapes.js';
import type { Reservation } from './reservation.js';
import { type ReservationColumns, toColumns, toReservations } from './reservationColumns.js';
import type { Inventory, NotAdded, Product } from './state.js';
import { type WaitingReservation, waitlistOf } from './waitlist.js';

/**
 * All of a product but its reservations, and what follows from them: the units of its users, and
 * who waits.
 */
type InventoryHead =
  | NotAdded
  | (Omit<Product, 'reservations' | 'unitsByUser' | 'waitlist'> & Readonly<{ lastPlace: number }>);

const serialize = (inventory: Inventory) => {
  if (inventory.status === 'NOT_ADDED')
    return { head: inventory, keys: [], values: [], partToJson: () => toColumns([], []) };
  const { keys, values } = entriesOf(inventory.reservations);

  return {
    // JSON has no place for undefined: the three are left out
    head: {
      ...inventory,
      reservations: undefined,
      unitsByUser: undefined,
      waitlist: undefined,
      lastPlace: inventory.waitlist.lastPlace,
    },
    keys,
    values,
    partToJson: (from: number, to: number): ReservationColumns =>
      toColumns(keys.slice(from, to), values.slice(from, to)),
  };
};

/**
 * @throws TypeError when the head, or later a part, is none of an inventory: read the stream
 * instead.
 */
const restore = (head: unknown) => {
  if (!isInventoryHead(head)) throw new TypeError('Not a snapshot of an inventory');
  const reservations = new Map<string, Reservation>();
  const unitsByUser = new Map<string, number>();
  const waiting: WaitingReservation[] = [];

  return {
    add: (part: unknown) => {
      const { keys, values } = toReservations(part);
      for (const [index, reservation] of values.entries()) {
        reservations.set(keys[index] ?? '', reservation);
        addUnits(unitsByUser, reservation);
        if (reservation.status === 'WAITING') waiting.push(reservation);
      }

      return { keys, values };
    },
    state: (): Inventory => {
      if (head.status === 'NOT_ADDED') return head;
      const { lastPlace, ...product } = head;

      return {
        ...product,
        reservations: mapOwning(reservations),
        unitsByUser: mapOwning(unitsByUser),
        waitlist: waitlistOf(lastPlace, waiting),
      };
    },
  };
};

/** State to and from what JSON holds. Raise `schemaVersion` with every change of either. */
export const inventorySnapshot = { schemaVersion: 6, serialize, restore } as const;

const addUnits = (unitsByUser: Map<string, number>, { userId, units }: Reservation): void => {
  if (userId !== null && units !== 0)
    unitsByUser.set(userId, (unitsByUser.get(userId) ?? 0) + units);
};

const isNotAdded = record({ status: oneOf('NOT_ADDED'), version: count });

const isProduct = record({
  status: oneOf('LISTED', 'WITHDRAWN'),
  productId: uuid,
  sku: text,
  name: text,
  description: nullable(text),
  category: text,
  price: count,
  originalPrice: nullable(count),
  currency: text,
  maxPerCustomer: nullable(count),
  saleStartsAt: nullable(time),
  saleEndsAt: nullable(time),
  paymentWindowSeconds: nullable(count),
  version: count,
  addedAt: time,
  changedAt: time,
  onHand: count,
  reserved: count,
  lastPlace: count,
});

const isInventoryHead = (head: unknown): head is InventoryHead =>
  isNotAdded(head) || isProduct(head);
