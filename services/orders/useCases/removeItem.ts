import type { Request } from 'express';
import { noBody } from '../../../contracts/http/fields.js';
import { itemParams } from '../../../contracts/http/orders.js';
import {
  type HttpAnswer,
  parseBody,
  parseParams,
  requireUser,
} from '../../../platform/http/index.js';
import { changeOrder } from './changeOrder.js';
import type { Deps } from './deps.js';

/**
 * DELETE /api/orders/:id/items/:itemId: 200 with the change PENDING; 409 LAST_ITEM for the only
 * one.
 */
export const removeItem =
  (deps: Deps) =>
  (request: Request): Promise<HttpAnswer> => {
    const principal = requireUser(request);
    const { id: orderId, itemId } = parseParams(itemParams, request);
    parseBody(noBody, request);

    return changeOrder(deps, request, {
      orderId,
      principal,
      body: null,
      message: 'We are taking the item off your order',
      toCommand: () => ({ type: 'RemoveItem', data: { orderId, itemId, now: deps.now() } }),
    });
  };
