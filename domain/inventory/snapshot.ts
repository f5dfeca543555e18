import { entriesOf, mapOwning } from '../persistentMap.js';
import { count, nullable, oneOf, record, text, time, uuid } from '../shapes.js';
import type { Reservation } from './reservation.js';
import { type ReservationColumns, toColumns, toReservations } from './reservationColumns.js';
import type { Inventory, NotAdded, Product } from './state.js';

/** All of a product but its reservations, and the units of its users, which follow from them. */
type InventoryHead = NotAdded | Omit<Product, 'reservations' | 'unitsByUser'>;

const serialize = (inventory: Inventory) => {
  if (inventory.status === 'NOT_ADDED')
    return { head: inventory, keys: [], values: [], partToJson: () => toColumns([], []) };
  const { keys, values } = entriesOf(inventory.reservations);

  return {
    // JSON has no place for undefined: the two are left out
    head: { ...inventory, reservations: undefined, unitsByUser: undefined },
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

  return {
    add: (part: unknown) => {
      const { keys, values } = toReservations(part);
      for (const [index, reservation] of values.entries()) {
        reservations.set(keys[index] ?? '', reservation);
        addUnits(unitsByUser, reservation);
      }

      return { keys, values };
    },
    state: (): Inventory =>
      head.status === 'NOT_ADDED'
        ? head
        : {
            ...head,
            reservations: mapOwning(reservations),
            unitsByUser: mapOwning(unitsByUser),
          },
  };
};

/** State to and from what JSON holds. Raise `schemaVersion` with every change of either. */
export const inventorySnapshot = { schemaVersion: 4, serialize, restore } as const;

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
  version: count,
  addedAt: time,
  changedAt: time,
  onHand: count,
  reserved: count,
});

const isInventoryHead = (head: unknown): head is InventoryHead =>
  isNotAdded(head) || isProduct(head);
