import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './http.js';

type Buyer = Readonly<{ token: string }>;

export type ImpatientLoad = Readonly<{
  /** Resolves when every request that was sent has its response. */
  stop: () => Promise<void>;
  /** Ids of the orders that were placed, by the buyer's token. */
  placed: ReadonlyMap<string, readonly string[]>;
  /** Every response but the expected one, and every error. */
  failures: readonly string[];
  requests: () => number;
}>;

type Options = Readonly<{
  url: string;
  buyers: readonly Buyer[];
  productId: string;
  everyMs: number;
}>;

/** Places orders and reads, each once: whatever fails has failed. */
export const startImpatientLoad = (options: Options): ImpatientLoad => {
  const { url, buyers, productId, everyMs } = options;
  const placed = new Map<string, string[]>(buyers.map(({ token }) => [token, []]));
  const failures: string[] = [];
  const sent: Promise<void>[] = [];
  const stopping = new AbortController();
  const body = { items: [{ productId, quantity: 1 }] };

  const expectAnswer = async (what: string, status: number, asked: ReturnType<typeof call>) => {
    const answer = await asked.catch((error: unknown) => String((error as Error).cause ?? error));
    if (typeof answer !== 'string' && answer.status === status) return answer;
    const said = typeof answer === 'string' ? answer : JSON.stringify(answer.body);
    failures.push(`${new Date().toISOString()} ${what}: ${said}`);

    return null;
  };
  const place = async ({ token }: Buyer): Promise<void> => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const asked = call(`${url}/api/orders`, { body, token, headers });
    const answer = await expectAnswer('order', 201, asked);
    if (answer !== null) placed.get(token)?.push((answer.body['order'] as { id: string }).id);
  };
  const read = async ({ token }: Buyer): Promise<void> => {
    await expectAnswer('profile', 200, call(`${url}/api/auth/me`, { token }));
    await expectAnswer('product', 200, call(`${url}/api/products/${productId}`));
    await expectAnswer('notifications', 200, call(`${url}/api/notifications`, { token }));
  };
  const sending = (async () => {
    for (let number = 0; !stopping.signal.aborted; number += 1) {
      const buyer = buyers[number % buyers.length];
      if (buyer !== undefined) sent.push(place(buyer), read(buyer));
      await sleep(everyMs);
    }
  })();

  return {
    placed,
    failures,
    requests: () => sent.length * 2,
    stop: async () => {
      stopping.abort();
      await sending;
      await Promise.all(sent);
    },
  };
};
