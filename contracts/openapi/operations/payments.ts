import { idParams } from '../../http/fields.js';
import { orderChanged } from '../../http/orders.js';
import { paymentWebhookRequest, recordPaymentRequest } from '../../http/payments.js';
import type { Operation } from '../operation.js';

/** Why a payment is not recorded, whoever tells of it. */
const reasonsAgainst = [
  'ORDER_NOT_FOUND',
  'ORDER_NOT_CONFIRMED',
  'CHANGE_PENDING',
  'PAYMENT_NOT_DUE',
  'AMOUNT_MISMATCH',
  'ALREADY_PAID',
  'PAYMENT_WINDOW_CLOSED',
] as const;

export const paymentOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/orders/{id}/payment',
    id: 'recordPayment',
    summary: 'Record that an order was paid',
    description:
      'For the shop’s own back end, after its payment provider said yes. The same reference again is the same payment. When it comes too late, refund it. Where payments are simulated, the owner of the order may call it too.',
    access: 'admin',
    service: 'orders',
    limit: 'payments',
    params: idParams,
    headers: { 'Idempotency-Key': 'optional' },
    body: recordPaymentRequest,
    example: { reference: 'pay_8Yk2', amount: 159.98 },
    answers: {
      200: {
        description: 'The order is paid, now or before',
        schema: orderChanged,
        headers: ['ETag', 'X-Position', 'Idempotency-Replayed'],
      },
    },
    codes: reasonsAgainst,
  },
  {
    method: 'post',
    path: '/api/payments/webhook',
    id: 'receivePayment',
    summary: 'Record a payment, signed by the payment provider',
    description:
      'The header `QuickSale-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">` is made with PAYMENT_WEBHOOK_SECRET, at most 300 s ago; without that secret there is nothing at this path. Repeats are harmless.',
    access: 'nobody',
    service: 'orders',
    limit: 'payments',
    body: paymentWebhookRequest,
    example: {
      orderId: '0b7f2b0e-53a1-5d7c-8c7e-2f4e8c9d1b60',
      reference: 'pay_8Yk2',
      amount: 159.98,
    },
    answers: {
      200: {
        description: 'The order is paid, now or before',
        schema: orderChanged,
        headers: ['ETag', 'X-Position'],
      },
    },
    codes: ['SIGNATURE_INVALID', 'ROUTE_NOT_FOUND', ...reasonsAgainst],
  },
];
