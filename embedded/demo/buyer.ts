import type { OrderUpdate } from '../../contracts/socket/index.js';
import type { Api } from './api.js';
import { openOrderUpdates } from './orderUpdates.js';

export type Person = Readonly<{ name: string; token: string }>;

/**
 * What became of one buyer's click. `answer` is the status of POST, `update` the last message of
 * the socket.
 */
export type Purchase = Readonly<{
  buyer: string;
  answer: number;
  code: string | null;
  orderId: string | null;
  update: OrderUpdate | null;
  /** From the click to the update. */
  milliseconds: number | null;
}>;

type Wish = Readonly<{ productId: string; idempotencyKey: string }>;

export type Buyer = Readonly<{
  name: string;
  token: string;
  buy: (wish: Wish) => Promise<Purchase>;
  leave: () => void;
}>;

/** Resolves when the buyer's socket is connected. */
export const connectBuyer = async (
  { name, token }: Person,
  gateway: string,
  api: Api,
): Promise<Buyer> => {
  const updates = await openOrderUpdates(gateway, token);

  return {
    name,
    token,
    buy: async (wish) => {
      const clickedAt = performance.now();
      const placed = await placeOrder(api, token, wish);
      const received = placed.orderId === null ? null : await updates.outcomeOf(placed.orderId);

      return {
        buyer: name,
        ...placed,
        update: received?.update ?? null,
        milliseconds: received === null ? null : received.at - clickedAt,
      };
    },
    leave: updates.close,
  };
};

type Placed = Pick<Purchase, 'answer' | 'code' | 'orderId'>;

const placeOrder = async (
  api: Api,
  token: string,
  { productId, idempotencyKey }: Wish,
): Promise<Placed> => {
  const { status, body } = await api.call<{ order?: { id: string }; code?: string }>({
    method: 'POST',
    path: '/api/orders',
    token,
    idempotencyKey,
    body: { items: [{ productId, quantity: 1 }] },
  });

  return { answer: status, code: body.code ?? null, orderId: body.order?.id ?? null };
};
