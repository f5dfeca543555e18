import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/assertions/eventually.js';
import { call } from '../support/clients/http.js';
import { admin } from '../support/servers/instances/operator.js';

/** Returns the access token of a new customer. */
export const register = async (gateway: string): Promise<string> => {
  const body = { email: `${randomUUID()}@example.com`, password: randomUUID() };
  const answer = await call(`${gateway}/api/auth/register`, { body });

  return String(answer.body['accessToken']);
};

/** Returns the id of a new product. */
export const addProduct = async (gateway: string, stock: number): Promise<string> => {
  const token = await logInAsAdmin(gateway);
  const details = { name: randomUUID(), sku: randomUUID(), category: 'shoes', price: 10, stock };
  const answer = await call(`${gateway}/api/products`, { body: details, token });
  expect(answer.status).to.equal(201);

  return (answer.body['product'] as Readonly<{ id: string }>).id;
};

/** Gives the product another name; what is derived from it has to follow. */
export const renameProduct = (gateway: string, id: string): Promise<void> =>
  eventually(async () => {
    const token = await logInAsAdmin(gateway);
    const url = `${gateway}/api/products/${id}`;
    const ifMatch = (await call(url, { token })).headers.get('etag') ?? '';
    const headers = { 'If-Match': ifMatch };
    const body = { name: `Shoe ${randomUUID()}` };
    const answer = await call(url, { method: 'PUT', body, token, headers });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
  }, 30_000);

const logInAsAdmin = async (gateway: string): Promise<string> => {
  const answer = await call(`${gateway}/api/auth/login`, { body: admin });

  return String(answer.body['accessToken']);
};
