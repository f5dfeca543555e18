import type { Request } from 'express';
import { idParams, noBody } from '../../../contracts/http/fields.js';
import {
  type HttpAnswer,
  parseBody,
  parseParams,
  requireUser,
} from '../../../platform/http/index.js';
import { changeOrder } from './changeOrder.js';
import type { Deps } from './deps.js';

/** DELETE /api/orders/:id: 200, the same when repeated; 409 once shipped. */
export const cancelOrder =
  (deps: Deps) =>
  (request: Request): Promise<HttpAnswer> => {
    const principal = requireUser(request);
    const { id: orderId } = parseParams(idParams, request);
    parseBody(noBody, request);

    return changeOrder(deps, request, {
      orderId,
      principal,
      body: null,
      message: 'Your order is cancelled',
      toCommand: ({ userId }) => ({
        type: 'CancelOrder',
        data: {
          orderId,
          by: principal.userId === userId ? 'CUSTOMER' : 'ADMIN',
          now: deps.now(),
        },
      }),
    });
  };
