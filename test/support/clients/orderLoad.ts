import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './http.js';

export type AcceptedOrder = Readonly<{ id: string; key: string }>;

export type OrderLoad = Readonly<{
  /** Stops placing; resolves when every order that was begun is accepted. */
  stop: () => Promise<readonly AcceptedOrder[]>;
  /** How many responses there were of each status; 0 stands for none. */
  statuses: ReadonlyMap<number, number>;
}>;

type Options = Readonly<{
  gateways: readonly string[];
  /** Access tokens, which may be replaced meanwhile by newer ones of the same users. */
  tokens: readonly string[];
  productIds: readonly string[];
  everyMs: number;
  /** Of other responses than these, which are repeated as well. */
  isRepeated?: (status: number) => boolean;
}>;

const repeated = [0, 409, 503, 504];

type Wanted = Readonly<{ token: string; key: string; productId: string }>;

/**
 * Places an order of one unit again and again, of the products and at the gateways in turn. Each is
 * repeated with its key until it is accepted, as a client does that got no answer, 503 or 504.
 */
export const startOrderLoad = (options: Options): OrderLoad => {
  const { gateways, tokens, productIds, everyMs, isRepeated = () => false } = options;
  const statuses = new Map<number, number>();
  const orders: Promise<AcceptedOrder>[] = [];
  const stopping = new AbortController();

  const attempt = async (gateway: string, { token, key, productId }: Wanted) => {
    const headers = { 'Idempotency-Key': key };
    const body = { items: [{ productId, quantity: 1 }] };
    const answer = await call(`${gateway}/api/orders`, { body, token, headers }).catch(() => null);
    const status = answer?.status ?? 0;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status !== 201 && !repeated.includes(status) && !isRepeated(status))
      throw new Error(`an order was answered ${status}: ${JSON.stringify(answer?.body)}`);

    return status === 201 ? (answer?.body['order'] as Readonly<{ id: string }>) : null;
  };

  const place = async (number: number): Promise<AcceptedOrder> => {
    const key = randomUUID();
    const productId = productIds[number % productIds.length] ?? '';
    for (let tries = 0; tries < 300; tries += 1) {
      const gateway = gateways[(number + tries) % gateways.length] ?? '';
      const token = tokens[number % tokens.length] ?? '';
      const order = await attempt(gateway, { token, key, productId });
      if (order !== null) return { id: order.id, key };
      await sleep(200);
    }
    throw new Error('an order is not accepted');
  };

  const placing = (async () => {
    for (let number = 0; !stopping.signal.aborted; number += 1) {
      const placed = place(number);
      placed.catch(() => undefined);
      orders.push(placed);
      await sleep(everyMs);
    }
  })();

  return {
    statuses,
    stop: async () => {
      stopping.abort();
      await placing;

      return Promise.all(orders);
    },
  };
};
