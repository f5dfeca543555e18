import { entriesOf, mapOf } from '../persistentMap.js';
import type { Reservation } from './reservation.js';
import type { Inventory, Product } from './state.js';

/** One reservation: order id, item id, user id, units, order revision, status. */
type ReservationRow = readonly [
  string,
  Reservation['itemId'],
  Reservation['userId'],
  number,
  number,
  Reservation['status'],
];

type ProductJson = Omit<Product, 'reservations' | 'unitsByUser'> &
  Readonly<{
    reservations: readonly ReservationRow[];
    unitsByUser: readonly (readonly [string, number])[];
  }>;

export type InventoryJson = Exclude<Inventory, Product> | ProductJson;

const toJson = (inventory: Inventory): InventoryJson => {
  if (inventory.status === 'NOT_ADDED') return inventory;

  return {
    ...inventory,
    reservations: entriesOf(inventory.reservations).map(toRow),
    unitsByUser: entriesOf(inventory.unitsByUser),
  };
};

/** @throws TypeError when `json` is no snapshot of an inventory: read the stream instead. */
const fromJson = (json: unknown): Inventory => {
  if (!isInventoryJson(json)) throw new TypeError('Not a snapshot of an inventory');
  if (json.status === 'NOT_ADDED') return json;

  return {
    ...json,
    reservations: mapOf(json.reservations.map(fromRow)),
    unitsByUser: mapOf(json.unitsByUser),
  };
};

/** State to and from what JSON holds. Raise `schemaVersion` with every change of either. */
export const inventorySnapshot = { schemaVersion: 1, toJson, fromJson } as const;

const toRow = ([orderId, line]: readonly [string, Reservation]): ReservationRow => [
  orderId,
  line.itemId,
  line.userId,
  line.units,
  line.orderRevision,
  line.status,
];

const fromRow = ([orderId, ...row]: ReservationRow): readonly [string, Reservation] => {
  const [itemId, userId, units, orderRevision, status] = row;

  return [orderId, { itemId, userId, units, orderRevision, status }];
};

/** A look at the outline; the schema version vouches for the rest. */
const isInventoryJson = (json: unknown): json is InventoryJson =>
  typeof json === 'object' &&
  json !== null &&
  'status' in json &&
  (json.status === 'NOT_ADDED' || hasRows(json));

const hasRows = (json: object): boolean =>
  'reservations' in json &&
  Array.isArray(json.reservations) &&
  'unitsByUser' in json &&
  Array.isArray(json.unitsByUser);
