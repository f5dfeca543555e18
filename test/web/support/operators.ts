import type { BrowserContextOptions, Page } from 'playwright-core';
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

/** Goes to a page of the console by its link. */
export const openPage = async (page: Page, name: string): Promise<void> => {
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};

export type Bought = Readonly<{
  id: string;
  /** Pays in full, as the buyer. */
  pay: () => Promise<void>;
}>;

/** Orders one unit as somebody new. */
export const buyOne = async (
  { url }: WebShop,
  productId: string,
  ifSoldOut: 'REFUSE' | 'WAIT' = 'REFUSE',
): Promise<Bought> => {
  const { token } = await register(url);
  const send = async (path: string, body: object) => {
    const headers = { 'idempotency-key': `test-${crypto.randomUUID()}` };
    const reply = await call(url + path, { token, body, headers });
    if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);

    return reply.body['order'] as Readonly<{ id: string; totalAmount: number }>;
  };
  const { id, totalAmount } = await send('/api/orders', {
    items: [{ productId, quantity: 1 }],
    ifSoldOut,
  });

  return {
    id,
    pay: async () => {
      await send(`/api/orders/${id}/payment`, { reference: `paid-${id}`, amount: totalAmount });
    },
  };
};
