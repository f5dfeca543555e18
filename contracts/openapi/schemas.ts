import { zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { ZodType } from 'zod';
import * as pipeline from '../http/admin/pipeline.js';
import * as quarantine from '../http/admin/quarantine.js';
import * as sales from '../http/admin/sales.js';
import * as streams from '../http/admin/streams.js';
import * as auth from '../http/auth.js';
import * as notifications from '../http/notifications.js';
import * as orders from '../http/orders.js';
import * as products from '../http/products.js';
import * as reservations from '../http/reservations.js';
import * as users from '../http/users.js';
import { keywordsOf } from './keywords.js';

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
  StreamList: streams.streamList,
  StreamEventPage: streams.streamEventPage,
  StreamEvent: streams.streamEvent,
  OperationsSummary: pipeline.operationsSummary,
  Hop: pipeline.hop,
  Latency: pipeline.latency,
  SaleFigures: sales.saleFigures,
  OperationsChecks: sales.operationsChecks,
  DeadLetterList: quarantine.deadLetterList,
  DeadLetter: quarantine.deadLetter,
  QuarantineList: quarantine.quarantineList,
  UserList: users.userList,
  ChangeUser: users.changeUserRequest,
};

/**
 * Registers the schemas with their names and those keywords; the schemas themselves stay as they
 * are.
 */
export const describeSchemas = (): void => {
  for (const schema of new Set([...Object.values(named), ...keywordsOf.keys()])) {
    const refId = Object.keys(named).find((name) => named[name] === schema);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- schemas know nothing of OpenAPI
    zodToOpenAPIRegistry.add(schema, {
      ...keywordsOf.get(schema),
      ...(refId !== undefined && { _internal: { refId } }),
    });
  }
};
