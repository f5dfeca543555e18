/** Streams of this aggregate begin with it. */
export const orderStreamPrefix = 'order-';

export const orderStream = (orderId: string): string => `${orderStreamPrefix}${orderId}`;

export const isOrderStream = (stream: string): boolean => stream.startsWith(orderStreamPrefix);
