import { randomUUID } from 'node:crypto';
import type { System } from '../system/quickSale.js';
import { openHttpClient, type Reply } from './httpClient.js';
import { type Decided, listenForOutcomes } from './outcomes.js';

/** An order from the click to the push, in milliseconds of `performance.now()`. */
export type Click = Readonly<{
  status: number;
  clickedAt: number;
  answeredAt: number;
  /** Null for what was not accepted. */
  orderId: string | null;
  /** When the request arrived, as the order says, and where the order lies in the log. */
  arrivedAt: number | null;
  position: bigint | null;
}>;

/** Buyers with real tokens and open sockets, who press "buy" at the front door. */
export type Buyers = Readonly<{
  /** `key`: that of an earlier click that is repeated. */
  click: (buyer: number, productId: string, key?: string) => Promise<Click>;
  /** Null when nobody heard of it for a minute: a lost order. */
  outcomeOf: (orderId: string) => Promise<Decided | null>;
}>;

export const connectBuyers = async (
  system: System,
  { count, connections = 256 }: Readonly<{ count: number; connections?: number }>,
): Promise<Buyers & Readonly<{ stop: () => Promise<void> }>> => {
  const { gateway } = system.endpoints;
  const tokens = await system.addBuyers(count);
  const outcomes = listenForOutcomes();
  for (const token of tokens) await outcomes.connect(gateway, token);
  const client = openHttpClient(gateway, connections);
  const bodies = new Map<string, string>();

  return {
    click: async (buyer, productId, key = randomUUID()) => {
      const body = bodies.get(productId) ?? bodyFor(productId);
      bodies.set(productId, body);
      const headers = headersFor(tokens[buyer % tokens.length] ?? '', key);
      const clickedAt = performance.now();
      const reply = await client.post({ path: '/api/orders', headers, body });

      return {
        status: reply.status,
        clickedAt,
        answeredAt: performance.now(),
        ...orderIn(reply),
        position: reply.position,
      };
    },
    outcomeOf: outcomes.of,
    stop: async () => {
      outcomes.stop();
      await client.stop();
    },
  };
};

const bodyFor = (productId: string): string =>
  JSON.stringify({ items: [{ productId, quantity: 1 }] });

const headersFor = (token: string, key: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': key,
});

const orderIn = ({ status, body }: Reply): Pick<Click, 'orderId' | 'arrivedAt'> => {
  if (status !== 201) return { orderId: null, arrivedAt: null };
  const { order } = JSON.parse(body) as { order: { id: string; createdAt: string } };

  return { orderId: order.id, arrivedAt: Date.parse(order.createdAt) };
};
