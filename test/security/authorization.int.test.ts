import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Notification } from '../../contracts/http/notifications.js';
import { openApiDocument } from '../../contracts/openapi/index.js';
import { createLocalRoutes } from '../../services/gateway/documents/localRoutes.js';
import { eventually } from '../support/assertions/eventually.js';
import { expectProblem } from '../support/clients/http.js';
import {
  type Actor,
  actors,
  authorizationMatrix,
  type Belongings,
  namedSenders,
  namespaceMatrix,
  oldSpellingMatrix,
  operationsMatrix,
  type Row,
  sameToEverybody,
} from './authorizationMatrix.js';
import { openSocket } from '../services/notifier/notifierFixture.js';
import { newKey, type Person, register, shopAt } from './people.js';
import { nameOf, routeTable } from './routeTable.js';
import { startSystem, type System } from './system.js';

/** Actors that may not learn anything of the owner. */
const strangers: readonly Actor[] = ['other', 'nobody'];

describe('Who may do what', function () {
  this.timeout(120_000);

  let system: System;
  let shop: ReturnType<typeof shopAt>;
  let owner: Person;
  let other: Person;
  let tokens: Readonly<Record<Actor, string | undefined>>;
  const admin = () => tokens.admin ?? '';

  before(async () => {
    system = await startSystem();
    shop = shopAt(system.urls.gateway);
    [owner, other] = await Promise.all([
      register(system.urls.gateway),
      register(system.urls.gateway),
    ]);
    tokens = {
      owner: owner.token,
      other: other.token,
      admin: await system.adminToken(),
      nobody: undefined,
    };
  });
  after(() => system.stop());

  const product = () => shop.addProduct(admin());
  const order: Belongings['order'] = async () => {
    const items = (await Promise.all([product(), product()])).map(({ id }) => ({
      productId: id,
      quantity: 2,
    }));
    const { body } = await shop.ask('/api/orders', {
      body: { items },
      token: owner.token,
      headers: newKey(),
    });
    const { id } = body['order'] as Readonly<{ id: string }>;

    return shop.settled(id, owner.token, 'CONFIRMED');
  };
  const belongings = async (): Promise<Belongings> => ({
    product,
    order,
    notification: async () => {
      const { id } = await order();
      let found: Notification | undefined;
      await eventually(async () => {
        const { body } = await shop.ask('/api/notifications?limit=100', { token: owner.token });
        found = (body['notifications'] as Notification[]).find(({ orderId }) => orderId === id);
        if (found === undefined) throw new Error('No notification yet');
      }, 20_000);

      return found?.id ?? '';
    },
    reservation: async () => {
      const mine = { reservationId: randomUUID(), productId: (await product()).id };
      await shop.ask('/api/inventory/reserve', { body: { ...mine, quantity: 1 }, token: admin() });

      return mine;
    },
    account: await register(system.urls.gateway),
    ownerId: owner.userId,
  });

  it('Z1, Z4: every route of the code has a row, and every row a route', () => {
    const routes = routeTable().map(nameOf);

    expect(Object.keys(authorizationMatrix).sort()).to.deep.equal(routes.sort());
  });

  const testRows = (rows: Readonly<Record<string, Row>>) => {
    for (const [name, { expected, request }] of Object.entries(rows))
      it(`Z1, Z4: ${name} answers ${Object.values(expected).join(', ')} to ${actors.join(', ')}`, async () => {
        const [method = '', path = ''] = name.split(' ');
        const statuses = await Promise.all(
          actors.map(async (actor) => {
            const asked = await request(await belongings());
            const token = tokens[actor];
            const answer = await shop.ask(asked.path ?? path, { method, token, ...asked });
            if (strangers.includes(actor))
              expect(JSON.stringify(answer.body)).not.to.include(owner.userId);

            return [actor, answer.status] as const;
          }),
        );

        expect(Object.fromEntries(statuses)).to.deep.equal(expected);
      });
  };
  testRows(authorizationMatrix);

  describe('by old spellings', () => {
    it('Z1, Z4: every one that is documented has a row', () => {
      const documented = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
        Object.entries(item as Record<string, { deprecated?: boolean }>).flatMap(([method, one]) =>
          one.deprecated === true ? [nameOf({ method: method.toUpperCase(), path })] : [],
        ),
      );
      const rows = Object.keys(oldSpellingMatrix).map((name) => name.replaceAll(/:(\w+)/g, '{$1}'));

      expect(rows.sort()).to.deep.equal(documented.sort());
    });

    testRows(oldSpellingMatrix);
    testRows(namedSenders);
  });

  for (const [namespace, expected] of Object.entries(namespaceMatrix))
    it(`Z1, Z4: the sockets of ${namespace} connect ${actors.join(', ')}, or refuse them`, async () => {
      const heard = await Promise.all(
        actors.map(async (actor) => {
          const token = tokens[actor];
          const auth = token === undefined ? {} : { token };
          const { socket, log } = await openSocket(`${system.urls.gateway}${namespace}`, auth);
          socket.disconnect();

          return [actor, log[0]] as const;
        }),
      );

      expect(Object.fromEntries(heard)).to.deep.equal(expected);
    });

  for (const [path, { operator, other: stranger }] of Object.entries(operationsMatrix))
    it(`Z1, Z4: ${path} of every process answers ${operator} to operators, ${stranger} to others`, async () => {
      for (const [service, url] of Object.entries(system.urls))
        for (const token of [undefined, tokens.admin]) {
          const { status } = await shopAt(url).ask(path, { token });
          expect(status, `${service}, from here`).to.equal(operator);
          const headers = { 'x-forwarded-for': '8.8.8.8' };
          const forwarded = await shopAt(url).ask(path, { token, headers });
          expect(forwarded.status, `${service}, from elsewhere`).to.equal(stranger);
        }
    });

  it('Z1, Z4: what the gateway answers itself has a row, and is the same to everybody', async () => {
    const own = Object.keys(createLocalRoutes({ identity: {}, upstreams: {}, pages: {} } as never));
    const isPartOfAPage = (path: string) =>
      path.startsWith('/docs/') || path.startsWith('/assets/');

    expect(own.filter((path) => !isPartOfAPage(path)).sort()).to.deep.equal(
      [...sameToEverybody].sort(),
    );
    for (const path of own)
      for (const actor of actors) {
        const { status } = await shop.ask(path, { token: tokens[actor] });
        expect(status, `${path} to ${actor}`).to.equal(200);
      }
  });

  it('Z1: shows a customer no order and no notification but their own', async () => {
    const { id } = await order();
    const stranger = await register(system.urls.gateway);
    const listed = async (path: string, token: string) =>
      JSON.stringify((await shop.ask(path, { token })).body);

    expect(await listed('/api/orders?limit=100', owner.token)).to.include(id);
    expect((await shop.ask('/api/orders', { token: stranger.token })).body).to.include({
      total: 0,
    });
    expect((await shop.ask('/api/notifications', { token: stranger.token })).body).to.include({
      total: 0,
    });
    const asked = await shop.ask(`/api/orders?userId=${owner.userId}`, { token: stranger.token });
    expect(JSON.stringify(asked.body)).not.to.include(id);
  });

  it('Z5: takes no user, price, status or role from a body', async () => {
    const { id: productId } = await product();
    const items = [{ productId, quantity: 1 }];
    for (const body of [
      { items, userId: owner.userId },
      { items, status: 'CONFIRMED' },
      { items, totalAmount: 0 },
      { items: [{ productId, quantity: 1, unitPrice: 0 }] },
    ])
      expectProblem(
        await shop.ask('/api/orders', { body, token: other.token, headers: newKey() }),
        400,
        'VALIDATION_FAILED',
      );
  });

  it('Z5: takes no unknown field where no body is wanted either', async () => {
    const { id, items } = await order();
    const body = { status: 'DELIVERED' };
    const refused: [string, string, string][] = [
      ['DELETE', `/api/orders/${id}`, owner.token],
      ['DELETE', `/api/orders/${id}/items/${items[0]?.itemId ?? ''}`, owner.token],
      ['DELETE', `/api/products/${items[0]?.productId ?? ''}`, admin()],
      ['POST', '/api/notifications/read-all', owner.token],
      ['POST', `/api/notifications/${randomUUID()}/read`, owner.token],
    ];

    for (const [method, path, token] of refused)
      expectProblem(await shop.ask(path, { method, body, token }), 400, 'VALIDATION_FAILED');
    const empty = { method: 'DELETE', body: {}, token: owner.token };
    expect((await shop.ask(`/api/orders/${id}`, empty)).status).to.equal(200);
  });

  it('Z3: gives whoever repeats another customer’s key an order of their own', async () => {
    const { id: productId } = await product();
    const headers = newKey();
    const place = (token: string) =>
      shop.ask('/api/orders', { body: { items: [{ productId, quantity: 1 }] }, token, headers });
    const [mine, theirs] = [await place(owner.token), await place(other.token)];

    expect([mine.status, theirs.status]).to.deep.equal([201, 201]);
    expect(theirs.headers.get('idempotency-replayed')).to.equal(null);
    expect((theirs.body['order'] as { userId: string }).userId).to.equal(other.userId);
    expect((theirs.body['order'] as { id: string }).id).not.to.equal(
      (mine.body['order'] as { id: string }).id,
    );
  });

  it('Z7: asks for a token at every service, whatever headers say who asks', async () => {
    const headers = {
      'x-user-id': owner.userId,
      'x-user-role': 'admin',
      x_user_id: owner.userId,
      'x-internal-token': 'let me in',
      forwarded: 'for=127.0.0.1',
    };
    for (const url of [system.urls.inventory, system.urls.orders, system.urls.notifier])
      for (const [method, path] of [
        ['POST', '/api/products'],
        ['GET', '/api/orders'],
        ['GET', '/api/notifications'],
      ] as const) {
        const { status } = await shopAt(url).ask(path, { method, headers });
        expect([401, 404], `${method} ${url}${path}`).to.include(status);
      }
  });

  describe('Z19: methods that a path does not have', () => {
    const all = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const paths = [...new Set(routeTable().map(({ path }) => path))];

    for (const path of paths)
      it(`are refused with 405 and Allow at ${path}`, async () => {
        const known = routeTable().filter((route) => route.path === path);
        const target = path.replaceAll(/:\w+/g, () => randomUUID());
        for (const method of all.filter((one) => known.every((route) => route.method !== one))) {
          const answer = await shop.ask(target, { method, token: admin() });
          expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
          for (const route of known) expect(answer.headers.get('allow')).to.include(route.method);
        }
      });
  });
});
