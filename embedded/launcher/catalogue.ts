import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../platform/concurrency/index.js';
import { writePrivately } from '../host/privateFile.js';

export type Admin = Readonly<{ email: string; password: string }>;

/** The API has ten seconds. */
const answerTimeoutMs = 12_000;

/** Something to buy after the first start. */
const products = [
  {
    sku: 'QS-RECORD',
    name: 'Signed Record',
    price: 39,
    stock: 0,
    category: 'music',
    maxPerCustomer: 1,
    description: 'Sold out. Join the waitlist: what becomes free is yours without a click.',
  },
  {
    sku: 'QS-WATCH',
    name: 'Flash Watch',
    price: 199,
    originalPrice: 299,
    stock: 10,
    category: 'electronics',
    maxPerCustomer: 1,
    paymentWindowSeconds: 600,
    description: 'One per person. Confirmed at once, and yours if you pay within ten minutes.',
  },
  { sku: 'QS-PHONE', name: 'Phone 15 Pro', price: 799.99, stock: 100, category: 'electronics' },
  { sku: 'QS-BUDS', name: 'Wireless Earbuds', price: 49.5, stock: 500, category: 'electronics' },
  { sku: 'QS-SHOES', name: 'Running Shoes', price: 89, stock: 50, category: 'sports' },
  { sku: 'QS-LAMP', name: 'Reading Lamp', price: 24.95, stock: 20, category: 'home' },
] as const;

type Deps = Readonly<{
  admin: Admin;
  /** Services, not the gateway: its limits are for buyers, some of whom sit on this machine. */
  urls: Readonly<Record<'auth' | 'inventory', string>>;
  signal: AbortSignal;
}>;

/**
 * Adds the demo products through the services' own addresses, as the admin. Repeated calls change
 * nothing: the data folder remembers, and a sku that is taken stays as it is. What gets no answer,
 * or 503 or 504, is sent again until `signal` aborts. Returns how many there are.
 */
export const createCatalogue = async (
  folder: string,
  { admin, urls, signal }: Deps,
): Promise<number> => {
  const marker = join(folder, 'catalogue.json');
  if (existsSync(marker)) return products.length;

  const post = createPost(signal);
  const token = await logIn(urls.auth, admin, post);
  for (const product of products) {
    const answer = await post(`${urls.inventory}/api/products`, product, {
      Authorization: `Bearer ${token}`,
    });
    if (!answer.ok && answer.status !== 409)
      throw new Error(`product ${product.sku} was answered with ${await answer.text()}`);
  }
  writePrivately(marker, { skus: products.map(({ sku }) => sku) });

  return products.length;
};

const logIn = async (auth: string, admin: Admin, post: Post): Promise<string> => {
  const answer = await post(`${auth}/api/auth/login`, admin);
  if (!answer.ok) throw new Error(`the admin's login was answered with ${await answer.text()}`);
  const { accessToken } = (await answer.json()) as { accessToken: string };

  return accessToken;
};

type Post = (url: string, body: object, headers?: Record<string, string>) => Promise<Response>;

const createPost =
  (signal: AbortSignal): Post =>
  async (url, body, headers = {}) => {
    for (;;) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
      }).catch(() => null);
      if (answer !== null && ![503, 504].includes(answer.status)) return answer;
      signal.throwIfAborted();
      await pause(500, signal);
    }
  };
