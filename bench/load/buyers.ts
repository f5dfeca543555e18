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
  /** Closes the connections of clicks, not the sockets; the next click opens some again. */
  rest: () => Promise<void>;
}>;

type Options = Readonly<{ count: number; sockets?: number; connections?: number }>;

export const connectBuyers = async (
  system: System,
  { count, sockets = count, connections = 256 }: Options,
): Promise<Buyers & Readonly<{ stop: () => Promise<void> }>> => {
  const { gateway } = system.endpoints;
  const tokens = await system.addBuyers(count);
  const outcomes = listenForOutcomes();
  await connectAll(tokens.slice(0, sockets), (token) => outcomes.connect(gateway, { token }));
  let client = openHttpClient(gateway, connections);
  const bodies = new Map<string, string>();
  const late = new Set<number>();
  const listenLate = async (buyer: number, token: string): Promise<void> => {
    if (buyer < sockets || late.has(buyer)) return;
    await outcomes.connect(gateway, { token, cursor: 0 });
    late.add(buyer);
  };

  return {
    click: async (index, productId, key = randomUUID()) => {
      const body = bodies.get(productId) ?? bodyFor(productId);
      bodies.set(productId, body);
      const buyer = index % tokens.length;
      const token = tokens[buyer] ?? '';
      const clickedAt = performance.now();
      const headers = headersFor(token, key);
      const reply = await client.post({ path: '/api/orders', headers, body });
      const answeredAt = performance.now();
      const order = orderIn(reply);
      if (order.orderId !== null) await listenLate(buyer, token);

      return { status: reply.status, clickedAt, answeredAt, ...order, position: reply.position };
    },
    outcomeOf: outcomes.of,
    rest: async () => {
      const before = client;
      client = openHttpClient(gateway, connections);
      await before.stop();
    },
    stop: async () => {
      outcomes.stop();
      await client.stop();
    },
  };
};

/** Handshakes at the same time: one after the other would take minutes for thousands. */
const handshakes = 32;

const connectAll = async (
  tokens: readonly string[],
  connect: (token: string) => Promise<void>,
): Promise<void> => {
  const left = tokens.values();
  const connectNext = async (): Promise<void> => {
    for (const token of left) await connect(token);
  };
  await Promise.all(Array.from({ length: handshakes }, connectNext));
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
