import { zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { ZodType } from 'zod';
import * as auth from '../http/auth.js';
import { paging } from '../http/fields.js';
import * as notifications from '../http/notifications.js';
import * as orders from '../http/orders.js';
import * as products from '../http/products.js';
import * as reservations from '../http/reservations.js';

/** The schemas that have a name in the document. */
const named: Readonly<Record<string, ZodType>> = {
  User: auth.user,
  Registration: auth.registration,
  Credentials: auth.credentials,
  RefreshToken: auth.refreshTokenBody,
  TokenPair: auth.tokenPair,
  SignedIn: auth.signedIn,
  JsonWebKeySet: auth.jsonWebKeySet,
  Product: products.product,
  ProductList: products.productList,
  AddProduct: products.addProductRequest,
  ChangeProduct: products.changeProductRequest,
  ChangeStock: products.changeStockRequest,
  Stock: products.stock,
  Reservation: reservations.reservation,
  Reserve: reservations.reserveRequest,
  Release: reservations.releaseRequest,
  Order: orders.order,
  OrderItem: orders.orderItem,
  OrderList: orders.orderList,
  OrderHistory: orders.orderHistory,
  OrderReceipts: orders.orderReceipts,
  DecisionReceipt: orders.decisionReceipt,
  PlaceOrder: orders.placeOrderRequest,
  Notification: notifications.notification,
  NotificationList: notifications.notificationList,
};

/** Checks of the schemas that need keywords of JSON Schema. */
const told: readonly (readonly [ZodType, Readonly<Record<string, unknown>>])[] = [
  [auth.registration.shape.email, { format: 'email' }],
  [auth.registration.shape.password, { description: '8 to 72 bytes' }],
  [auth.credentials, { oneOf: [{ required: ['email'] }, { required: ['username'] }] }],
  [products.changeProductRequest, { required: [], minProperties: 1 }],
  [products.changeStockRequest, { oneOf: [{ required: ['adjustment'] }, { required: ['stock'] }] }],
  // Queries are texts that are parsed to these types.
  [paging.page, { type: 'integer', pattern: undefined, minimum: 1, maximum: 999_999, default: 1 }],
  [paging.limit, { type: 'integer', pattern: undefined, minimum: 1, maximum: 100, default: 20 }],
  [
    notifications.listNotificationsQuery.shape.after,
    { type: 'integer', pattern: undefined, minimum: 0, maximum: 999_999_999_999_999, default: 0 },
  ],
  [
    notifications.listNotificationsQuery.shape.unread,
    { type: 'boolean', enum: undefined, default: false },
  ],
];

/**
 * Registers the schemas with their names and those keywords; the schemas themselves stay as they
 * are.
 */
export const describeSchemas = (): void => {
  const words = new Map(told);
  for (const schema of new Set([...Object.values(named), ...words.keys()])) {
    const refId = Object.keys(named).find((name) => named[name] === schema);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- schemas know nothing of OpenAPI
    zodToOpenAPIRegistry.add(schema, {
      ...words.get(schema),
      ...(refId !== undefined && { _internal: { refId } }),
    });
  }
};
