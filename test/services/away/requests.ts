import { createHmac, randomUUID } from 'node:crypto';
import type { Notification } from '../../../contracts/http/notifications.js';
import { authorizationMatrix, type Belongings } from '../../security/authorizationMatrix.js';
import { newKey, type Person, register, shopAt } from '../../security/people.js';
import { nameOf, type RouteOf, routeTable } from '../../security/routeTable.js';
import type { Services } from '../../security/system.js';
import { eventually } from '../../support/assertions/eventually.js';
import { call, type HttpCall, type HttpReply } from '../../support/clients/http.js';

/** A request that succeeds while everything is there. */
export type Prepared = Readonly<{ route: string; send: () => Promise<HttpReply> }>;

export const webhookSecret = 'fa3b7d9c15e8427096cd4f1b8a20e763';

/** These are served by the same code as `/api/products` and `/api/auth/me`. */
const isSecondName = ({ path }: RouteOf): boolean =>
  path.startsWith('/api/inventory/products') || path === '/api/profile';

const atOnce = 4;

/** Returns a request to each route of each service, at the service itself. */
export const prepareRequests = async (system: Services): Promise<readonly Prepared[]> => {
  const belongings = await createBelongings(system);
  const left = routeTable()
    .filter((route) => !isSecondName(route))
    .values();
  const prepared: Prepared[] = [];
  const prepareNext = async (): Promise<void> => {
    for (const route of left) prepared.push(await prepare(system, route, belongings));
  };
  await Promise.all(Array.from({ length: atOnce }, prepareNext));

  return prepared;
};

type Asked = HttpCall & Readonly<{ path?: string }>;

type Tokens = Readonly<{ admin: string; owner: string }>;

const prepare = async (
  system: Services,
  route: RouteOf,
  belongings: Belongings & Readonly<{ tokens: Tokens }>,
): Promise<Prepared> => {
  const name = nameOf(route);
  const row = authorizationMatrix[name];
  if (row === undefined) throw new Error(`${name} has no row`);
  const isForAdmin = row.expected.admin < 300 && row.expected.owner >= 300;
  const token = isForAdmin ? belongings.tokens.admin : belongings.tokens.owner;
  const asked = (await special[name]?.(system, belongings)) ?? (await row.request(belongings));
  const { path = route.path, ...options } = asked;
  const url = `${system.urls[route.service]}${path}`;

  return { route: name, send: () => call(url, { method: route.method, token, ...options }) };
};

/** What the matrix has requests for that are refused, or that end the account of the others. */
const special: Readonly<
  Record<string, (system: Services, belongings: Belongings) => Promise<Asked>>
> = {
  'PATCH /api/users/:id': async ({ urls }) => ({
    path: `/api/users/${(await register(urls.auth)).userId}`,
    body: { isActive: false },
  }),
  'POST /api/auth/password': async ({ urls }) => {
    const { token, password } = await register(urls.auth);

    return { token, body: { oldPassword: password, newPassword: randomUUID() } };
  },
  'DELETE /api/auth/me': async ({ urls }) => {
    const { token, password } = await register(urls.auth);

    return { token, body: { password } };
  },
  'POST /api/payments/webhook': async (_, { order }) => {
    const { id: orderId, totalAmount: amount } = await order();
    const body = JSON.stringify({ orderId, reference: randomUUID(), amount });
    const t = Math.floor(Date.now() / 1_000);
    const v1 = createHmac('sha256', webhookSecret).update(`${t}.${body}`).digest('hex');

    return { body, headers: { 'quicksale-signature': `t=${t},v1=${v1}` } };
  },
};

const createBelongings = async ({
  urls,
  adminToken,
}: Services): Promise<Belongings & Readonly<{ tokens: Tokens }>> => {
  const shop = shopAt(urls.gateway);
  const admin = await adminToken();
  const owner: Person = await register(urls.auth);
  const product = () => shop.addProduct(admin);
  const [first, second] = await Promise.all([product(), product()]);
  const items = [first, second].map(({ id }) => ({ productId: id, quantity: 1 }));
  const order: Belongings['order'] = async () => {
    const placing = { body: { items }, token: owner.token, headers: newKey() };
    const { body } = await shop.ask('/api/orders', placing);
    const { id } = body['order'] as Readonly<{ id: string }>;

    return shop.settled(id, owner.token, 'CONFIRMED');
  };

  return {
    ownerId: owner.userId,
    account: owner,
    tokens: { admin, owner: owner.token },
    product,
    order,
    notification: async () => {
      await order();
      let found: Notification | undefined;
      await eventually(async () => {
        const { body } = await shop.ask('/api/notifications', { token: owner.token });
        [found] = body['notifications'] as Notification[];
        if (found === undefined) throw new Error('No notification yet');
      }, 20_000);

      return found?.id ?? '';
    },
    reservation: async () => {
      const mine = { reservationId: randomUUID(), productId: first.id };
      await shop.ask('/api/inventory/reserve', { body: { ...mine, quantity: 1 }, token: admin });

      return mine;
    },
  };
};
