import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from '../host/privateFile.js';

export type Admin = Readonly<{ email: string; password: string }>;

/** Something to buy after the first start. */
const products = [
  { sku: 'QS-PHONE', name: 'Phone 15 Pro', price: 799.99, stock: 100, category: 'electronics' },
  { sku: 'QS-BUDS', name: 'Wireless Earbuds', price: 49.5, stock: 500, category: 'electronics' },
  { sku: 'QS-SHOES', name: 'Running Shoes', price: 89, stock: 50, category: 'sports' },
  { sku: 'QS-LAMP', name: 'Reading Lamp', price: 24.95, stock: 20, category: 'home' },
] as const;

/**
 * Adds the demo products through the API, as the admin. Repeated calls change nothing: the data
 * folder remembers, and a sku that is taken stays as it is. Returns how many there are.
 */
export const createCatalogue = async (
  folder: string,
  gateway: string,
  admin: Admin,
): Promise<number> => {
  const marker = join(folder, 'catalogue.json');
  if (existsSync(marker)) return products.length;

  const token = await logIn(gateway, admin);
  for (const product of products) {
    const answer = await post(`${gateway}/api/products`, product, {
      Authorization: `Bearer ${token}`,
    });
    if (!answer.ok && answer.status !== 409)
      throw new Error(`product ${product.sku} was answered with ${await answer.text()}`);
  }
  writePrivately(marker, { skus: products.map(({ sku }) => sku) });

  return products.length;
};

const logIn = async (gateway: string, admin: Admin): Promise<string> => {
  const answer = await post(`${gateway}/api/auth/login`, admin);
  if (!answer.ok) throw new Error(`the admin's login was answered with ${await answer.text()}`);
  const { accessToken } = (await answer.json()) as { accessToken: string };

  return accessToken;
};

const post = (url: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
