import type { Operation } from '../operation.js';
import { pipelineOperations, streamOperations } from './admin.js';
import { authOperations } from './auth.js';
import { notificationOperations } from './notifications.js';
import { gatewayOperations } from './gateway.js';
import { orderOperations } from './orders.js';
import { paymentOperations } from './payments.js';
import { productOperations } from './products.js';
import { reservationOperations } from './reservations.js';
import { userOperations } from './users.js';

/** Every route of the API, by its heading in the document. */
export const operationsByTag: Readonly<Record<string, readonly Operation[]>> = {
  Authentication: authOperations,
  Products: productOperations,
  Reservations: reservationOperations,
  Orders: orderOperations,
  Payments: paymentOperations,
  Notifications: notificationOperations,
  Users: userOperations,
  Streams: streamOperations,
  Pipeline: pipelineOperations,
  Operations: gatewayOperations,
};

export const operations: readonly Operation[] = Object.values(operationsByTag).flat();
