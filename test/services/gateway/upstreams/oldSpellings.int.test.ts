import { expect } from 'chai';
import { call, expectProblem, type HttpCall } from '../../../support/clients/http.js';
import { register } from '../../auth/authFixture.js';
import { startGatewayForTest, type GatewayUnderTest } from '../gatewayFixture.js';

describe('gateway: old spellings', () => {
  let gateway: GatewayUnderTest;
  let token: string;
  let userId: string;
  before(async () => {
    gateway = await startGatewayForTest({ RATE_LIMIT_ORDERS: '20/60' });
    token = await gateway.newToken();
    const me = await call(`${gateway.url}/profile`, { token });
    userId = String(me.body['id']);
  });
  after(() => gateway.stop());
  beforeEach(() => gateway.upstream.seen.splice(0));

  const ask = (path: string, options: HttpCall = {}) =>
    call(`${gateway.url}${path}`, { token, ...options });
  /** What reached the upstream: it echoes what it gets. */
  const passed = async (path: string, body: object, options: HttpCall = {}) => {
    const { body: echo } = await ask(path, { method: 'POST', body, ...options });

    return { url: echo['url'], body: JSON.parse(String(echo['body'])) as unknown };
  };
  const productId = '3b52d0a0-9a57-4f4e-8c9d-1b606f1a7c0e';

  it('reach the current path, and say what to use', async () => {
    for (const [old, current] of [
      ['/products?page=2', '/api/products?page=2'],
      ['/products/x/stock', '/api/products/x/stock'],
      ['/orders/x/why', '/api/orders/x/why'],
      ['/orders/', '/api/orders'],
    ]) {
      const { status, body, headers } = await ask(old ?? '');
      expect([status, body['url']], old).to.deep.equal([200, current]);
      expect(headers.get('deprecation')).to.match(/^@\d{10}$/);
      expect(headers.get('link')).to.equal(
        `<${(current ?? '').split('?')[0] ?? ''}>; rel="successor-version"`,
      );
    }
    expect((await ask('/api/products')).headers.get('deprecation')).to.equal(null);
  });

  it('register, log in with {username, password} for a token, and show who it speaks for', async () => {
    const { email, password } = await register(gateway.url);
    const account = { email: `old-${email}`, username: `old${Date.now()}`, password };
    expect((await ask('/register', { body: account, token: '' })).status).to.equal(201);
    const { username } = account;
    const signedIn = await call(`${gateway.url}/login`, { body: { username, password } });

    expect(signedIn.status).to.equal(200);
    expect(signedIn.body['token']).to.equal(signedIn.body['accessToken']);
    const me = await call(`${gateway.url}/profile`, { token: String(signedIn.body['token']) });
    expect(me.body).to.include({ username });
    const { body } = await call(`${gateway.url}/auth/login`, { body: { email, password } });
    expect(body).to.not.have.property('token');
  });

  it('take product_id and the own user_id in bodies', async () => {
    const line = { productId, quantity: 2 };
    const oldLine = { product_id: productId, quantity: 2 };

    for (const body of [
      { user_id: userId, ...oldLine },
      { user_id: userId.toUpperCase(), items: [oldLine] },
      { items: [line] },
    ])
      expect(await passed('/orders/create_order', body)).to.deep.equal({
        url: '/api/orders',
        body: { items: [line] },
      });
    expect(await passed('/orders/x/items', { ...oldLine, user_id: userId })).to.deep.equal({
      url: '/api/orders/x/items',
      body: { quantity: 2, productId },
    });
    expect(await passed('/products/create_product', { sku: 'x' })).to.deep.equal({
      url: '/api/products',
      body: { sku: 'x' },
    });
  });

  it('are 403 for somebody else’s user_id, whatever its type, and nothing is passed on', async () => {
    for (const user_id of [productId, '', 7, null, [userId, userId], {}])
      expectProblem(
        await ask('/orders', { method: 'POST', body: { user_id, product_id: productId } }),
        403,
        'FORBIDDEN',
      );
    expect(gateway.upstream.seen).to.be.empty;
  });

  it('leave current paths as strict as they are, and both spellings of a key to be refused', async () => {
    const body = { user_id: productId, product_id: productId };
    expect((await passed('/api/orders', body)).body).to.deep.equal(body);

    const both = { product_id: productId, productId, quantity: 1 };
    expect((await passed('/orders/x/items', both)).body).to.deep.equal(both);
  });

  it('have the rules of the current path: tokens, bodies, methods', async () => {
    for (const [method, old, current] of [
      ['POST', '/orders', '/api/orders'],
      ['GET', '/orders', '/api/orders'],
      ['POST', '/products/create_product', '/api/products'],
      ['DELETE', '/products/x', '/api/products/x'],
      ['GET', '/profile', '/api/profile'],
    ] as const) {
      const before = await call(`${gateway.url}${old}`, { method });
      const after = await call(`${gateway.url}${current}`, { method });
      expect([before.status, before.body['code']], old).to.deep.equal([401, 'TOKEN_MISSING']);
      expect(after.body['code'], current).to.equal(before.body['code']);
    }
    expectProblem(await call(`${gateway.url}/login`), 404, 'ROUTE_NOT_FOUND');
    expectProblem(
      await ask('/orders', { method: 'POST', body: '{"user_id":' }),
      400,
      'MALFORMED_JSON',
    );
  });

  it('are 415 with a body that is no JSON, as the current paths are', async () => {
    for (const path of ['/login', '/auth/login', '/api/auth/login', '/orders', '/register']) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await ask(path, { method: 'POST', body: 'username=a&password=b', headers });
      expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    }
  });

  it('share the limit of the current path', async () => {
    const other = await gateway.newToken();
    const statuses: number[] = [];
    for (let index = 0; index < 24; index += 1) {
      const path = ['/orders', '/orders/create_order', '/api/orders'][index % 3] ?? '';
      statuses.push((await ask(path, { method: 'POST', body: {}, token: other })).status);
    }

    expect(statuses.filter((status) => status !== 429)).to.have.length(20);
  });

  it('are not more than those of the table', async () => {
    for (const path of ['/create_order', '/inventory', '/notifications', '/registers', '/Orders'])
      expectProblem(await ask(path), 404, 'ROUTE_NOT_FOUND');
  });
});
