import type { Api } from './api.js';
import { createListeners } from './listeners.js';
import { isTemporary } from './problem.js';
import { delayMsOf, pause } from './retry.js';
import type { Storage } from './storage.js';
import type { Order } from './types.js';

export type Line = Readonly<{ productId: string; quantity: number }>;

/** A click that has no answer yet. */
export type Purchase = Readonly<{
  /** Of all its requests: the server places one order, however often it is sent. */
  key: string;
  userId: string;
  items: readonly Line[];
  /** Join the waitlist when there is nothing left. */
  ifSoldOut?: 'REFUSE' | 'WAIT';
  /** In milliseconds since 1970, by the clock of this machine. */
  clickedAt: number;
}>;

/** Why a purchase is sent once more, and after how long. */
export type Repetition = Readonly<{
  purchase: Purchase;
  attempt: number;
  reason: 'no response' | 'busy' | 'too many requests';
  delayMs: number;
}>;

export type Buying = Readonly<{
  /** Makes the key and keeps it, before anything is sent. */
  begin: (wish: Pick<Purchase, 'userId' | 'items' | 'ifSoldOut'>) => Purchase;
  /**
   * Sends it until there is an answer. Resolves with the order, rejects with ApiProblem when it is
   * refused; the purchase is over then. Rejects when `signal` aborts, and keeps the purchase.
   */
  send: (purchase: Purchase, signal?: AbortSignal) => Promise<Order>;
  /** Purchases of this tab that a reload cut off: send them again. */
  unanswered: (userId: string) => readonly Purchase[];
  /** Gives a purchase up. An order that was placed by then stays. */
  forget: (purchase: Purchase) => void;
  onRepetition: (listener: (repetition: Repetition) => void) => () => void;
}>;

const key = 'quicksale.purchases';

export const createBuying = (api: Api, storage: Storage): Buying => {
  const repetitions = createListeners<Repetition>();
  const read = (): readonly Purchase[] => (storage.read(key) ?? []) as readonly Purchase[];
  const without = ({ key: done }: Purchase) => read().filter((each) => each.key !== done);
  const forget = (purchase: Purchase): void => storage.write(key, without(purchase));

  return {
    begin: (wish) => {
      const purchase = { ...wish, key: newKey(), clickedAt: Date.now() };
      storage.write(key, [...read(), purchase]);

      return purchase;
    },
    send: async (purchase, signal) => {
      for (let attempt = 1; ; attempt += 1)
        try {
          const order = await place(api, purchase, signal);
          forget(purchase);

          return order;
        } catch (error) {
          if (signal?.aborted === true) throw error;
          if (!isTemporary(error)) {
            forget(purchase);
            throw error;
          }
          const delayMs = delayMsOf(attempt, error.retryAfterMs);
          repetitions.emit({ purchase, attempt, reason: reasonOf(error.status), delayMs });
          await pause(delayMs, signal);
        }
    },
    unanswered: (userId) => read().filter((purchase) => purchase.userId === userId),
    forget,
    onRepetition: repetitions.subscribe,
  };
};

const place = async (
  api: Api,
  { key: idempotencyKey, items, ifSoldOut }: Purchase,
  signal?: AbortSignal,
): Promise<Order> => {
  const body = { items: [...items], ...(ifSoldOut !== undefined && { ifSoldOut }) };
  const options = { body, idempotencyKey, ...(signal !== undefined && { signal }) };

  return (await api.post('/api/orders', options)).body.order;
};

const reasonOf = (status: number): Repetition['reason'] => {
  if (status === 0) return 'no response';

  return status === 429 ? 'too many requests' : 'busy';
};

/** `randomUUID` is absent on pages that came over plain HTTP from another machine. */
export const newKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));

  return `web-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};
