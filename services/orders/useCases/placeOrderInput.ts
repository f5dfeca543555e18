import type { IncomingMessage } from 'node:http';
import {
  type RequestContext,
  requiredIdempotencyKeyOf,
  requireUser,
} from '../../../platform/http/index.js';

/** A request to place an order, whichever server received it. */
export type PlaceOrderInput = Readonly<{
  userId: string;
  idempotencyKey: string;
  body: unknown;
  context: RequestContext;
}>;

/** Throws a 400 without a proper Idempotency-Key, a 401 without a user. */
export const toPlaceOrderInput = (request: IncomingMessage, body: unknown): PlaceOrderInput => ({
  userId: requireUser(request).userId,
  idempotencyKey: requiredIdempotencyKeyOf(request),
  body,
  context: request.context,
});
