import type { components } from './apiTypes.js';

type Schemas = components['schemas'];

export type Product = Schemas['Product'];
export type Order = Schemas['Order'];
export type User = Schemas['User'];
export type Notification = Schemas['Notification'];
export type Problem = Schemas['Problem'];

/** Socket event `order.update`. Later releases add fields. */
export type OrderUpdate = Readonly<{
  /** Of the notification: counts 1, 2, 3 … per user. */
  cursor: number;
  orderId: string;
  status: Order['status'];
  inventoryStatus: Order['inventoryStatus'];
  reason?: string;
  /** `payment.reminder`: the time to pay is over in a minute; nothing has changed. */
  type?: 'order.update' | 'payment.reminder';
  payment?: Order['payment'];
  message: string;
  /** ISO 8601. */
  occurredAt: string;
}>;

/** Socket event `stock.update`. */
export type StockUpdate = Readonly<{
  productId: string;
  available: number;
  soldOut: boolean;
  /** How many wait for units, where there is a waitlist. */
  waiting?: number;
}>;
