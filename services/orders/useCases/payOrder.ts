import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { toMinorUnits } from '../../../contracts/http/money.js';
import { recordPaymentRequest } from '../../../contracts/http/payments.js';
import {
  type HttpAnswer,
  parseBody,
  parseParams,
  requireAdmin,
  requireUser,
} from '../../../platform/http/index.js';
import { changeOrder } from './changeOrder.js';
import type { Deps } from './deps.js';

/**
 * POST /api/orders/:id/payment: 200, the same for the same payment again; 409 for another one, for
 * another amount, and when the time to pay is over. With simulated payments the owner may pay too.
 */
export const payOrder =
  (deps: Deps) =>
  (request: Request): Promise<HttpAnswer> => {
    const principal = deps.simulatedPayments ? requireUser(request) : requireAdmin(request);
    const { id: orderId } = parseParams(idParams, request);
    const body = parseBody(recordPaymentRequest, request);
    const { reference } = body;
    const amount = toMinorUnits(body.amount);

    return changeOrder(deps, request, {
      orderId,
      principal,
      body,
      message: 'The payment is recorded',
      toCommand: () => ({
        type: 'RecordPayment',
        data: { orderId, reference, amount, now: deps.now() },
      }),
    });
  };
