import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { advanceOrderRequest } from '../../../contracts/http/orders.js';
import {
  type HttpAnswer,
  parseBody,
  parseParams,
  requireAdmin,
  requiredIfMatchOf,
} from '../../../platform/http/index.js';
import { changeOrder } from './changeOrder.js';
import type { Deps } from './deps.js';

/**
 * PUT /api/orders/:id: on to SHIPPED or DELIVERED; 409 out of turn, 412 for a stale If-Match, 428
 * without one.
 */
export const advanceOrder =
  (deps: Deps) =>
  (request: Request): Promise<HttpAnswer> => {
    const principal = requireAdmin(request);
    const { id: orderId } = parseParams(idParams, request);
    const body = parseBody(advanceOrderRequest, request);
    const seen = requiredIfMatchOf(request);
    const data = { orderId, expectedVersion: seen === '*' ? null : seen, now: deps.now() };

    return changeOrder(deps, request, {
      orderId,
      principal,
      body,
      message: `The order is ${body.status.toLowerCase()}`,
      toCommand: () => ({
        type: body.status === 'SHIPPED' ? 'ShipOrder' : 'DeliverOrder',
        data,
      }),
    });
  };
