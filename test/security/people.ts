import { randomUUID } from 'node:crypto';
import type { OrderResource } from '../../contracts/http/orders.js';
import type { ProductResource } from '../../contracts/http/products.js';
import { eventually } from '../support/assertions/eventually.js';
import { type HttpReply, call, type HttpCall } from '../support/clients/http.js';

export type Person = Readonly<{
  userId: string;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
}>;

/** Somebody new, registered at this address. */
export const register = async (
  url: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<Person> => {
  const account = { email: `${randomUUID()}@example.org`, password: randomUUID(), ...details };
  const { body } = await call(`${url}/api/auth/register`, { body: account });
  const user = body['user'] as Readonly<{ id: string }> | undefined;
  if (user === undefined) throw new Error(`No registration: ${JSON.stringify(body)}`);

  return {
    userId: user.id,
    email: account.email,
    password: account.password,
    token: String(body['accessToken']),
    refreshToken: String(body['refreshToken']),
  };
};

const mostAttempts = 20;

/** What people do at one address. */
export const shopAt = (url: string) => {
  const ask = (path: string, options?: HttpCall): Promise<HttpReply> =>
    call(`${url}${path}`, options);
  const getOrder = async (id: string, token: string): Promise<OrderResource> =>
    (await ask(`/api/orders/${id}`, { token })).body as unknown as OrderResource;
  const orderOf = (token: string, productId: string, quantity = 1): HttpCall => ({
    body: { items: [{ productId, quantity }] },
    token,
    headers: newKey(),
  });

  return {
    ask,
    getOrder,
    addProduct: async (token: string, changes: object = {}): Promise<ProductResource> =>
      bodyOf(await ask('/api/products', { body: newProduct(changes), token }), 'product'),
    /** Again with the same key as long as the service is busy. */
    placeOrder: async (token: string, productId: string, quantity = 1): Promise<OrderResource> => {
      const order = orderOf(token, productId, quantity);
      for (let attempt = 1; ; attempt += 1) {
        const answer = await ask('/api/orders', order);
        if (answer.status !== 503 || attempt === mostAttempts) return bodyOf(answer, 'order');
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    },
    /** The answer, whatever it says. */
    tryToPlace: (...order: Parameters<typeof orderOf>): Promise<HttpReply> =>
      ask('/api/orders', orderOf(...order)),
    /** Waits until the order has this status and nothing of it is outstanding. */
    settled: async (
      id: string,
      token: string,
      status: OrderResource['status'],
    ): Promise<OrderResource> => {
      await eventually(async () => {
        const order = await getOrder(id, token);
        if (order.status !== status || order.inventoryStatus === 'PENDING')
          throw new Error(`Order ${id} is ${order.status}, ${order.inventoryStatus}`);
      }, 30_000);

      return getOrder(id, token);
    },
  };
};

export const newKey = (): Record<string, string> => ({ 'idempotency-key': `key-${randomUUID()}` });

/** The body of a product that nobody else has: 100 units at 10.50. */
export const newProduct = (changes: object = {}): Readonly<Record<string, unknown>> => ({
  name: `Sneaker ${randomUUID()}`,
  sku: `SKU-${randomUUID()}`,
  price: 10.5,
  stock: 100,
  category: 'shoes',
  ...changes,
});

const bodyOf = <T>({ status, body }: HttpReply, key: string): T => {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);

  return body[key] as T;
};
