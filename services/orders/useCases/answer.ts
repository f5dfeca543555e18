import type { ServerResponse } from 'node:http';
import { entityTag } from '../../../contracts/http/headers.js';
import type { Order } from '../../../contracts/http/orders.js';
import { sendJson } from '../../../platform/http/index.js';

/** What a use case says, whichever server sends it. */
export type Answer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string>>;
  body: object;
}>;

export const sendAnswer = (response: ServerResponse, { status, headers, body }: Answer): void => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendJson(response, status, body);
};

type Written = Readonly<{
  events: readonly Readonly<{ position: bigint }>[];
  replayed: boolean;
}>;

/** The answer to a change of an order: its new state, and where the change lies in `$all`. */
export const changedAnswer = (
  message: string,
  order: Order,
  { events, replayed }: Written,
): Answer => {
  const last = events.at(-1);

  return {
    status: 200,
    headers: {
      ETag: entityTag(order.version),
      ...(last !== undefined && { 'X-Position': String(last.position) }),
      ...(replayed && { 'Idempotency-Replayed': 'true' }),
    },
    body: { message, order },
  };
};
