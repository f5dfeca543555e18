import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { toMinorUnits } from '../../../contracts/http/money.js';
import { paymentWebhookRequest } from '../../../contracts/http/payments.js';
import { type HttpAnswer, parseBody, problem, signedBodyOf } from '../../../platform/http/index.js';
import { orderNotFound } from '../readSide/requireOwnOrder.js';
import { changedAnswer } from '../useCases/changedAnswer.js';
import type { Deps } from '../useCases/deps.js';
import { isSigned } from './signature.js';

type WebhookDeps = Pick<Deps, 'orders' | 'now'> & Readonly<{ secret: string }>;

/**
 * POST /api/payments/webhook: what POST /api/orders/:id/payment does, for a provider that signs.
 * 401 for a signature that is missing, wrong or old. No token counts here.
 */
export const receivePayment =
  ({ orders, now, secret }: WebhookDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const header = request.headers['quicksale-signature'];
    const signed = { header: header?.toString(), body: signedBodyOf(request) };
    if (!isSigned(signed, { secret, now: Date.parse(now()) })) throw signatureInvalid();
    const { orderId, reference, amount } = parseBody(paymentWebhookRequest, request);
    const result = await orders.handle(
      orderId,
      {
        type: 'RecordPayment',
        data: { orderId, reference, amount: toMinorUnits(amount), now: now() },
      },
      { ...request.context, commandId: randomUUID(), userId: null },
    );
    if (result.state.status === 'NOT_PLACED') throw orderNotFound();

    return changedAnswer('The payment is recorded', result.state, result);
  };

const signatureInvalid = () =>
  problem(401, 'SIGNATURE_INVALID', 'The signature is missing, wrong, or too old');
