import type { Request } from 'express';
import { changeItemRequest, itemParams } from '../../../contracts/http/orders.js';
import {
  type HttpAnswer,
  parseBody,
  parseParams,
  requireUser,
} from '../../../platform/http/index.js';
import { changeOrder } from './changeOrder.js';
import type { Deps } from './deps.js';

/**
 * PUT /api/orders/:id/items/:itemId: the line shall have another quantity; 200 with the change
 * PENDING.
 */
export const changeItem =
  (deps: Deps) =>
  (request: Request): Promise<HttpAnswer> => {
    const principal = requireUser(request);
    const { id: orderId, itemId } = parseParams(itemParams, request);
    const body = parseBody(changeItemRequest, request);

    return changeOrder(deps, request, {
      orderId,
      principal,
      body,
      message: 'We are reserving the new quantity',
      toCommand: () => ({
        type: 'ChangeItemQuantity',
        data: { orderId, itemId, quantity: body.quantity, now: deps.now() },
      }),
    });
  };
