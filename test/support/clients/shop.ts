import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderResource } from '../../../contracts/http/orders.js';
import { type ApiAnswer, type Api, createApi, expectStatus } from '../../../embedded/demo/api.js';
import { addDemoProduct, logIn } from '../../../embedded/demo/actors.js';
import { openSecrets } from '../../../embedded/launcher/dataFolder.js';
import type { System } from '../servers/system.js';

export type Placed = Readonly<{ message: string; order: OrderResource }>;

type SignedIn = Readonly<{ accessToken: string }>;

/** What a test does at a running system's front door. */
export type Shop = Readonly<{
  api: Api;
  gateway: string;
  admin: () => Promise<string>;
  /** A new customer's token. */
  customer: () => Promise<string>;
  product: (units: number) => Promise<string>;
  order: (token: string, productId: string, key?: string) => Promise<ApiAnswer<Placed>>;
  /** The order once it is no longer PENDING. */
  outcome: (token: string, orderId: string) => Promise<OrderResource>;
}>;

const outcomeTimeoutMs = 60_000;

/** The shop of what `npm start` runs. */
export const openShop = ({ endpoints, folder }: System): Shop => {
  const { adminPassword: password } = openSecrets(folder);

  return openShopAt(endpoints.gateway, { email: 'admin@quicksale.local', password });
};

type Credentials = Readonly<{ email: string; password: string }>;

export const openShopAt = (gateway: string, ofAdmin: Credentials): Shop => {
  const api = createApi(gateway, () => undefined);
  const admin = () => logIn(api, ofAdmin);

  return {
    api,
    gateway,
    admin,
    customer: async () => {
      const credentials = { email: `${randomUUID()}@example.com`, password: randomUUID() };
      const path = '/api/auth/register';
      const answer = await api.call<SignedIn>({ method: 'POST', path, body: credentials });

      // 409: an earlier try got through without its answer
      return answer.status === 409
        ? logIn(api, credentials)
        : expectStatus(answer, 201).accessToken;
    },
    product: async (units) => addDemoProduct(api, await admin(), { stock: units }),
    order: (token, productId, idempotencyKey = randomUUID()) =>
      api.call<Placed>({
        method: 'POST',
        path: '/api/orders',
        token,
        idempotencyKey,
        body: { items: [{ productId, quantity: 1 }] },
      }),
    outcome: (token, orderId) => untilFinal(api, token, orderId),
  };
};

const untilFinal = async (api: Api, token: string, orderId: string): Promise<OrderResource> => {
  const until = performance.now() + outcomeTimeoutMs;
  for (;;) {
    const order = expectStatus(
      await api.call<OrderResource>({ path: `/api/orders/${orderId}`, token }),
      200,
    );
    if (order.status !== 'PENDING') return order;
    if (performance.now() > until) throw new Error(`order ${orderId} stays PENDING`);
    await sleep(100);
  }
};
