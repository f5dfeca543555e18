import { randomBytes } from 'node:crypto';
import type { AddedUser } from '../../services/auth/operators/userAdministration.js';
import { type Api, expectStatus } from './api.js';
import type { Person } from './buyer.js';

type SignedIn = Readonly<{ accessToken: string }>;

export type DemoCredentials = Readonly<{ email: string; password: string }>;

/** The buyer who takes the front door: registers, then logs in. */
export const registerBuyer = async (api: Api): Promise<Person> => {
  const name = `buyer-${randomBytes(4).toString('hex')}`;
  const credentials = {
    email: `${name}@example.com`,
    password: randomBytes(12).toString('base64url'),
  };
  const registered = await api.call<SignedIn>({
    method: 'POST',
    path: '/api/auth/register',
    body: { ...credentials, firstName: 'First', lastName: 'Buyer' },
  });
  // 409: an earlier try got through without its answer
  expectStatus(registered, 201, 409);

  return { name: 'buyer 1', token: await logIn(api, credentials) };
};

export const logIn = async (api: Api, credentials: DemoCredentials): Promise<string> => {
  const answer = await api.call<SignedIn>({
    method: 'POST',
    path: '/api/auth/login',
    body: credentials,
  });

  return expectStatus(answer, 200).accessToken;
};

export const toPeople = (users: readonly AddedUser[]): Person[] =>
  users.map(({ accessToken }, index) => ({ name: `buyer ${index + 2}`, token: accessToken }));

type Offer = Readonly<{ stock: number; paymentWindowSeconds?: number }>;

export const addDemoProduct = async (api: Api, token: string, offer: Offer): Promise<string> => {
  const tag = randomBytes(4).toString('hex');
  const answer = await api.call<{ product: { id: string } }>({
    method: 'POST',
    path: '/api/products',
    token,
    idempotencyKey: `demo-product-${tag}`,
    body: {
      name: `Flash phone ${tag}`,
      sku: `DEMO-${tag}`,
      price: 799.99,
      category: 'electronics',
      ...offer,
    },
  });

  return expectStatus(answer, 200, 201).product.id;
};
