import { uuid } from '../shapes.js';

/** Streams of this aggregate begin with it. */
export const orderStreamPrefix = 'order-';

export const orderStream = (orderId: string): string => `${orderStreamPrefix}${orderId}`;

/** Others may use the prefix too: what follows on it must be an id as ours are. */
export const isOrderStream = (stream: string): boolean =>
  stream.startsWith(orderStreamPrefix) && uuid(stream.slice(orderStreamPrefix.length));
