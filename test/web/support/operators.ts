import type { BrowserContextOptions } from 'playwright-core';
import { register } from '../../security/people.js';
import { admin } from '../../security/system.js';
import { call } from '../../support/clients/http.js';
import type { Visit, WebShop } from './webShop.js';

type Account = Readonly<{ email: string; password: string }>;

/** Makes somebody an operator, as the console does. */
export const newOperator = async ({ url, asAdmin }: WebShop): Promise<Account> => {
  const { userId, email, password } = await register(url);
  await asAdmin('PATCH', `/api/users/${userId}`, { role: 'admin' });

  return { email, password };
};

/** Opens the console as that operator, the first admin unless said. */
export const openConsole = async (
  { visit }: WebShop,
  { account = admin, ...options }: BrowserContextOptions & Readonly<{ account?: Account }> = {},
): Promise<Visit> => {
  const visited = await visit('/console', options);
  const { page } = visited;
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();

  return visited;
};

/** Orders one unit as somebody new. Returns the order's id. */
export const buyOne = async ({ url }: WebShop, productId: string): Promise<string> => {
  const { token } = await register(url);
  const { body, status } = await call(`${url}/api/orders`, {
    token,
    body: { items: [{ productId, quantity: 1 }] },
    headers: { 'idempotency-key': `test-${crypto.randomUUID()}` },
  });
  if (status !== 201) throw new Error(`no order: ${JSON.stringify(body)}`);

  return (body['order'] as Readonly<{ id: string }>).id;
};
