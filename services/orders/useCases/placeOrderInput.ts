import type { IncomingMessage } from 'node:http';
import {
  type RequestContext,
  requiredIdempotencyKeyOf,
  requireUser,
} from '../../../platform/http/index.js';
import type { BeginWait } from '../waitingRoom/wait.js';

/** A request to place an order, whichever server received it. */
export type PlaceOrderInput = Readonly<{
  userId: string;
  idempotencyKey: string;
  body: unknown;
  context: RequestContext;
  /** Lets the request wait; without it nobody sees the client go. */
  beginWait?: BeginWait | undefined;
}>;

/** Throws a 400 without a proper Idempotency-Key, a 401 without a user. */
export const toPlaceOrderInput = (request: IncomingMessage, body: unknown): PlaceOrderInput => ({
  userId: requireUser(request).userId,
  idempotencyKey: requiredIdempotencyKeyOf(request),
  body,
  context: request.context,
  beginWait: request.beginWait,
});
