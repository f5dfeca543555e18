import { randomUUID } from 'node:crypto';
import { oldSpellingsOf } from '../../contracts/http/oldSpellings.js';
import type { OrderResource } from '../../contracts/http/orders.js';
import type { ProductResource } from '../../contracts/http/products.js';
import type { HttpCall } from '../support/clients/http.js';
import { newKey, newProduct } from './people.js';

export const actors = ['owner', 'other', 'admin', 'nobody'] as const;

export type Actor = (typeof actors)[number];

/** What a row needs; everything is new for each actor and belongs to the owner. */
export type Belongings = Readonly<{
  product: () => Promise<ProductResource>;
  /** CONFIRMED, two lines. */
  order: () => Promise<OrderResource>;
  notification: () => Promise<string>;
  reservation: () => Promise<Readonly<{ reservationId: string; productId: string }>>;
  account: Readonly<{ userId: string; email: string; password: string; refreshToken: string }>;
  /** The id of the owner themselves. */
  ownerId: string;
}>;

type Asked = HttpCall & Readonly<{ path?: string }>;

export type Row = Readonly<{
  expected: Readonly<Record<Actor, number>>;
  request: (of: Belongings) => Promise<Asked>;
}>;

const row = (
  [owner, other, admin, nobody]: readonly [number, number, number, number],
  request: Row['request'] = () => Promise.resolve({}),
): Row => ({ expected: { owner, other, admin, nobody }, request });

type Statuses = readonly [number, number, number, number];

const everybody: Statuses = [200, 200, 200, 200];
const signedIn: Statuses = [200, 200, 200, 401];
const wellFormed: Statuses = [400, 400, 400, 401];
const adminOnly = (status: number): Statuses => [403, 403, status, 401];
const ownOrAdmin: Statuses = [200, 404, 200, 401];

const ofProduct =
  (path: (id: string) => string, options: HttpCall = {}): Row['request'] =>
  async ({ product }) => ({ path: path((await product()).id), ...options });

const ofOrder =
  (
    path: (order: OrderResource) => string,
    options: (order: OrderResource) => HttpCall = () => ({}),
  ): Row['request'] =>
  async (belongings) => {
    const order = await belongings.order();

    return { path: path(order), ...options(order) };
  };

/** The catalogue has two paths. */
const catalogue = (base: string): Record<string, Row> => ({
  [`GET ${base}`]: row(everybody),
  [`POST ${base}`]: row(adminOnly(201), () => Promise.resolve({ body: newProduct() })),
  [`GET ${base}/:id`]: row(
    everybody,
    ofProduct((id) => `${base}/${id}`),
  ),
  [`PUT ${base}/:id`]: row(
    adminOnly(200),
    ofProduct((id) => `${base}/${id}`, { body: { price: 1 }, headers: { 'if-match': '"1"' } }),
  ),
  [`DELETE ${base}/:id`]: row(
    adminOnly(204),
    ofProduct((id) => `${base}/${id}`),
  ),
  [`GET ${base}/:id/stock`]: row(
    everybody,
    ofProduct((id) => `${base}/${id}/stock`),
  ),
  [`PATCH ${base}/:id/stock`]: row(
    adminOnly(200),
    ofProduct((id) => `${base}/${id}/stock`, { body: { adjustment: 1 } }),
  ),
});

const accounts: Readonly<Record<string, Row>> = {
  'POST /api/auth/register': row([201, 201, 201, 201], () =>
    Promise.resolve({ body: { email: `${randomUUID()}@example.org`, password: randomUUID() } }),
  ),
  'POST /api/auth/login': row(everybody, ({ account: { email, password } }) =>
    Promise.resolve({ body: { email, password } }),
  ),
  'POST /api/auth/refresh': row(everybody, ({ account: { refreshToken } }) =>
    Promise.resolve({ body: { refreshToken } }),
  ),
  // Somebody else's token: 204, and the session lives on (another test says so).
  'POST /api/auth/logout': row([204, 204, 204, 204], () =>
    Promise.resolve({ body: { refreshToken: randomUUID() } }),
  ),
  'GET /api/auth/me': row(signedIn),
  'GET /api/profile': row(signedIn),
  // They are about the token's own user. A request that is refused as such leaves the actors as
  // they are.
  'POST /api/auth/password': row(wellFormed, () => Promise.resolve({ body: {} })),
  'DELETE /api/auth/me': row(wellFormed, () => Promise.resolve({ body: { sure: true } })),
  'DELETE /api/profile': row(wellFormed, () => Promise.resolve({ body: { sure: true } })),
  'GET /api/auth/.well-known/jwks.json': row(everybody),
};

const someUser = (belongings: Belongings): Promise<Asked> =>
  Promise.resolve({ path: `/api/users/${belongings.account.userId}` });

const users: Readonly<Record<string, Row>> = {
  'GET /api/users': row(adminOnly(200)),
  'GET /api/users/:id': row(adminOnly(200), someUser),
  'PATCH /api/users/:id': row(adminOnly(200), async (belongings) => ({
    ...(await someUser(belongings)),
    body: { isActive: false },
  })),
};

const notQuarantined = '/api/operations/quarantine/event:1';

const operations: Readonly<Record<string, Row>> = {
  'GET /api/streams': row(adminOnly(200)),
  'GET /api/streams/:name': row(
    adminOnly(200),
    ofProduct((id) => `/api/streams/inventory-${id}`),
  ),
  'GET /api/operations/summary': row(adminOnly(200)),
  'GET /api/operations/sales/:productId': row(
    adminOnly(200),
    ofProduct((id) => `/api/operations/sales/${id}`),
  ),
  'GET /api/operations/checks': row(adminOnly(200)),
  'GET /api/operations/dead-letters': row(adminOnly(200)),
  'POST /api/operations/dead-letters/retry': row(adminOnly(200)),
  'GET /api/operations/quarantine': row(adminOnly(200)),
  // Nothing waits there; whoever is no admin does not learn that.
  'GET /api/operations/quarantine/:id': row(adminOnly(404), () =>
    Promise.resolve({ path: notQuarantined }),
  ),
  'POST /api/operations/quarantine/:id/retry': row(adminOnly(404), () =>
    Promise.resolve({ path: `${notQuarantined}/retry` }),
  ),
  'POST /api/operations/quarantine/:id/skip': row(adminOnly(404), () =>
    Promise.resolve({ path: `${notQuarantined}/skip`, body: { reason: 'it is not there' } }),
  ),
};

const firstItem = ({ id, items }: OrderResource): string =>
  `/api/orders/${id}/items/${items[0]?.itemId ?? ''}`;

const orders: Readonly<Record<string, Row>> = {
  'POST /api/orders': row([201, 201, 201, 401], async ({ product }) => ({
    body: { items: [{ productId: (await product()).id, quantity: 1 }] },
    headers: newKey(),
  })),
  'GET /api/orders': row(signedIn),
  'GET /api/orders/:id': row(
    ownOrAdmin,
    ofOrder(({ id }) => `/api/orders/${id}`),
  ),
  'GET /api/orders/:id/history': row(
    ownOrAdmin,
    ofOrder(({ id }) => `/api/orders/${id}/history`),
  ),
  'GET /api/orders/:id/why': row(
    ownOrAdmin,
    ofOrder(({ id }) => `/api/orders/${id}/why`),
  ),
  'PUT /api/orders/:id': row(
    adminOnly(200),
    ofOrder(
      ({ id }) => `/api/orders/${id}`,
      ({ version }) => ({
        body: { status: 'SHIPPED' },
        headers: { 'if-match': `"${version}"` },
      }),
    ),
  ),
  // nothing is due: the products of these orders have no payment window
  'POST /api/orders/:id/payment': row(
    adminOnly(409),
    ofOrder(
      ({ id }) => `/api/orders/${id}/payment`,
      ({ totalAmount }) => ({ body: { reference: 'payment-1', amount: totalAmount } }),
    ),
  ),
  // signed by nobody
  'POST /api/payments/webhook': row([401, 401, 401, 401], async ({ order }) => ({
    body: { orderId: (await order()).id, reference: 'payment-1', amount: 1 },
  })),
  'DELETE /api/orders/:id': row(
    ownOrAdmin,
    ofOrder(({ id }) => `/api/orders/${id}`),
  ),
  'POST /api/orders/:id/items': row(ownOrAdmin, async (belongings) => {
    const [order, product] = await Promise.all([belongings.order(), belongings.product()]);

    return { path: `/api/orders/${order.id}/items`, body: { productId: product.id, quantity: 1 } };
  }),
  'PUT /api/orders/:id/items/:itemId': row(
    ownOrAdmin,
    ofOrder(firstItem, () => ({ body: { quantity: 3 } })),
  ),
  'DELETE /api/orders/:id/items/:itemId': row(ownOrAdmin, ofOrder(firstItem)),
};

const notifications: Readonly<Record<string, Row>> = {
  'GET /api/notifications': row(signedIn),
  'POST /api/notifications/read-all': row(signedIn),
  // An admin reads orders, never other people's notifications.
  'POST /api/notifications/:id/read': row([200, 404, 404, 401], async ({ notification }) => ({
    path: `/api/notifications/${await notification()}/read`,
  })),
};

const reservations: Readonly<Record<string, Row>> = {
  'POST /api/inventory/reserve': row(adminOnly(201), async ({ product }) => ({
    body: { reservationId: randomUUID(), productId: (await product()).id, quantity: 1 },
  })),
  'POST /api/inventory/release': row(adminOnly(200), async ({ reservation }) => ({
    body: await reservation(),
  })),
};

/** Which status each actor gets from each route of the services, through the gateway. */
export const authorizationMatrix: Readonly<Record<string, Row>> = {
  ...accounts,
  ...users,
  ...operations,
  ...catalogue('/api/products'),
  ...catalogue('/api/inventory/products'),
  ...reservations,
  ...orders,
  ...notifications,
};

/**
 * The gateway's local routes: the same for everybody. Readiness and metrics are for operators: this
 * machine is one.
 */
export const sameToEverybody: readonly string[] = [
  '/health',
  '/ready',
  '/metrics',
  '/openapi.json',
  '/postman.json',
  '/docs',
  '/',
  '/console',
];

/**
 * Earlier names of a route, with the row of the current one: they have its rules. Requests use
 * the path of that row, in the old spelling.
 */
const oldRowsOf = ([name, { expected, request }]: [string, Row]): [string, Row][] => {
  const [method = '', path = ''] = name.split(' ');

  return oldSpellingsOf(method, path).map((old, index) => [
    `${method} ${old}`,
    {
      expected,
      request: async (of) => {
        const asked = await request(of);

        return { ...asked, path: oldSpellingsOf(method, asked.path ?? path)[index] ?? '' };
      },
    },
  ]);
};

/** Which status each actor gets from each old spelling of a route. */
export const oldSpellingMatrix: Readonly<Record<string, Row>> = Object.fromEntries(
  Object.entries(authorizationMatrix).flatMap(oldRowsOf),
);

/** Bodies of old spellings that name their sender: nobody but themselves. */
export const namedSenders: Readonly<Record<string, Row>> = {
  'POST /orders/create_order': row([201, 403, 403, 401], async ({ product, ownerId }) => ({
    body: { user_id: ownerId, product_id: (await product()).id, quantity: 1 },
    headers: newKey(),
  })),
};

/** What each actor's socket hears first in each namespace. */
export const namespaceMatrix: Readonly<Record<string, Readonly<Record<Actor, string>>>> = {
  '/': {
    owner: 'connected',
    other: 'connected',
    admin: 'connected',
    nobody: 'refused: AUTH_INVALID',
  },
  '/catalogue': {
    owner: 'connected',
    other: 'connected',
    admin: 'connected',
    nobody: 'connected',
  },
};

/** What operators of this machine, and anybody else, get from every process. */
export const operationsMatrix: Readonly<
  Record<string, Readonly<{ operator: number; other: number }>>
> = {
  '/health': { operator: 200, other: 200 },
  '/ready': { operator: 200, other: 404 },
  '/metrics': { operator: 200, other: 404 },
};
