import { z } from 'zod';
import { id } from './fields.js';
import { totalAmount } from './money.js';
import { codeText } from './text.js';

const payment = {
  /** The payment's at its provider: the same one again is the same payment. */
  reference: codeText(200),
  amount: totalAmount,
};

/** POST `/api/orders/:id/payment`. */
export const recordPaymentRequest = z.strictObject(payment);

/** POST `/api/payments/webhook`. */
export const paymentWebhookRequest = z.strictObject({ orderId: id, ...payment });
