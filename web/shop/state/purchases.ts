import { signal } from '@preact/signals';
import {
  ApiProblem,
  type Line,
  type Order,
  type Purchase,
  type Repetition,
} from '../../client/index.js';
import { client, user } from './client.js';
import { takeOrder } from './orders.js';

/** One click and what has become of it. Times are the server's, in milliseconds since 1970. */
export type Attempt = Readonly<{
  purchase: Purchase;
  clickedAt: number;
  /** Since when the request that is on its way has been. */
  repetition: Repetition | null;
  answer:
    | null
    | Readonly<{ order: Order; answeredAt: number }>
    | Readonly<{ problem: ApiProblem; answeredAt: number }>;
}>;

export type Wish = Readonly<{ items: readonly Line[]; ifSoldOut?: 'REFUSE' | 'WAIT' }>;

/** Newest last, of this visit and those that a reload cut off. */
export const attempts = signal<readonly Attempt[]>([]);

/** What somebody wants who has to log in first. */
export const wishOfVisitor = signal<Wish | null>(null);

const change = (key: string, changes: Partial<Attempt>): void => {
  attempts.value = attempts.value.map((each) =>
    each.purchase.key === key ? { ...each, ...changes } : each,
  );
};

/** Resolves with the order, or null when it was refused or there is nobody to buy. */
export const buy = async (wish: Wish): Promise<Order | null> => {
  const { value: buyer } = user;
  if (buyer === null) {
    wishOfVisitor.value = wish;

    return null;
  }

  return send(client.buying.begin({ ...wish, userId: buyer.id }), client.clock.now());
};

const send = async (purchase: Purchase, clickedAt: number): Promise<Order | null> => {
  attempts.value = [...attempts.value, { purchase, clickedAt, repetition: null, answer: null }];
  const answeredAt = () => client.clock.now();
  try {
    const order = await client.buying.send(purchase);
    takeOrder(order);
    change(purchase.key, { answer: { order, answeredAt: answeredAt() } });

    return order;
  } catch (error) {
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0, {});
    change(purchase.key, { answer: { problem, answeredAt: answeredAt() } });

    return null;
  }
};

/** Sends what a reload cut off once more, with the same keys: nothing is bought twice. */
export const resumePurchases = (): void => {
  const { value: buyer } = user;
  if (buyer === null) return;
  const known = new Set(attempts.value.map(({ purchase }) => purchase.key));
  for (const purchase of client.buying.unanswered(buyer.id))
    if (!known.has(purchase.key)) void send(purchase, purchase.clickedAt);
};

export const followPurchases = (): void => {
  client.buying.onRepetition((repetition) => change(repetition.purchase.key, { repetition }));
};

/** The last click on this product, while it has no order. */
export const openAttemptFor = (productId: string): Attempt | undefined =>
  attempts.value.findLast(({ purchase }) =>
    purchase.items.some((line) => line.productId === productId),
  );
