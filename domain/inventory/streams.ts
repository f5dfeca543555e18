import { uuid } from '../shapes.js';

/** Streams of this aggregate begin with it. */
export const inventoryStreamPrefix = 'inventory-';

export const inventoryStream = (productId: string): string =>
  `${inventoryStreamPrefix}${productId}`;

/** Others may use the prefix too: what follows on it must be an id as ours are. */
export const isInventoryStream = (stream: string): boolean =>
  stream.startsWith(inventoryStreamPrefix) && uuid(stream.slice(inventoryStreamPrefix.length));

const manualPrefix = 'manual:';

/** Stands in the place of an order's id for a manual reservation; an order's id is a UUID. */
export const manualOrderId = (reservationId: string): string => `${manualPrefix}${reservationId}`;

/** Returns the id of the reservation that a `manualOrderId` stands for. */
export const reservationIdOf = (orderId: string): string => orderId.slice(manualPrefix.length);
