import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/assertions/eventually.js';
import { call } from '../support/clients/http.js';
import { admin } from '../support/servers/instances/operator.js';

/** A machine that has much to do may leave several tries without a response in time. */
const timeoutMs = 90_000;

/** Returns the access token of a new customer. */
export const register = async (gateway: string): Promise<string> => {
  let token: unknown;
  await eventually(async () => {
    const body = { email: `${randomUUID()}@example.com`, password: randomUUID() };
    const answer = await call(`${gateway}/api/auth/register`, { body });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    token = answer.body['accessToken'];
  }, timeoutMs);

  return String(token);
};

/** Returns the id of a new product. */
export const addProduct = async (gateway: string, stock: number): Promise<string> => {
  const body = { name: randomUUID(), sku: randomUUID(), category: 'shoes', price: 10, stock };
  const answer = await change(`${gateway}/api/products`, { gateway, body, status: 201 });

  return (answer['product'] as Readonly<{ id: string }>).id;
};

/** Gives the product another name; what is derived from it has to follow. */
export const renameProduct = async (gateway: string, id: string): Promise<void> => {
  const body = { name: `Shoe ${randomUUID()}` };
  await change(`${gateway}/api/products/${id}`, { gateway, method: 'PUT', body, status: 200 });
};

type Change = Readonly<{ gateway: string; method?: string; body: object; status: number }>;

/**
 * Repeats it with one key, as a client does that got 504: the outcome is unknown, and may be that
 * it is done.
 */
const change = async (url: string, { gateway, status, ...request }: Change) => {
  const key = { 'Idempotency-Key': randomUUID() };
  let changed: Readonly<Record<string, unknown>> = {};
  await eventually(async () => {
    const token = await logInAsAdmin(gateway);
    const match = request.method === 'PUT' && {
      'If-Match': (await call(url, { token })).headers.get('etag') ?? '',
    };
    const answer = await call(url, { ...request, token, headers: { ...key, ...match } });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(status);
    changed = answer.body;
  }, timeoutMs);

  return changed;
};

const logInAsAdmin = async (gateway: string): Promise<string> => {
  const answer = await call(`${gateway}/api/auth/login`, { body: admin });

  return String(answer.body['accessToken']);
};
