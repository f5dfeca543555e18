import type { IncomingMessage } from 'node:http';
import { type OrderedItem, placeOrderRequest } from '../../../contracts/http/orders.js';
import {
  parse,
  type RequestContext,
  requiredIdempotencyKeyOf,
  requireUser,
} from '../../../platform/http/index.js';
import { fingerprintOf, mergeLines, orderIdOf } from './placement.js';

/** A request to place an order, whichever server received it. */
export type Placing = Readonly<{
  userId: string;
  idempotencyKey: string;
  body: unknown;
  context: RequestContext;
}>;

/** What the request comes down to: which order, which lines. */
export type Placement = Readonly<{
  orderId: string;
  lines: readonly OrderedItem[];
  requestFingerprint: string;
}>;

/** The parts of a request that matter. 400 without a proper key, 401 without a user. */
export const toPlacing = (request: IncomingMessage, body: unknown): Placing => ({
  userId: requireUser(request).userId,
  idempotencyKey: requiredIdempotencyKeyOf(request),
  body,
  context: request.context,
});

/** 400 for a body that is no order. */
export const toPlacement = ({ userId, idempotencyKey, body }: Placing): Placement => {
  const lines = mergeLines(parse(placeOrderRequest, body ?? {}).items);

  return {
    orderId: orderIdOf(userId, idempotencyKey),
    lines,
    requestFingerprint: fingerprintOf(lines),
  };
};
