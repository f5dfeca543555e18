import { expect } from 'chai';
import { documentedRoutes, createJudge, readDocument } from './documentedAnswers.js';
import { startGatewayForTest, type GatewayUnderTest } from '../services/gateway/gatewayFixture.js';
import { call, type HttpCall } from '../support/clients/http.js';

describe('documents: served by the gateway', () => {
  let gateway: GatewayUnderTest;
  before(async () => {
    gateway = await startGatewayForTest();
  });
  after(() => gateway.stop());

  it('are the OpenAPI document and the collection, to anybody', async () => {
    const openApi = await call(`${gateway.url}/openapi.json`);
    const postman = await call(`${gateway.url}/postman.json`);

    expect(openApi.status).to.equal(200);
    expect(openApi.body).to.deep.equal(readDocument());
    expect(postman.body).to.have.nested.property('info.name', 'QuickSale');
  });

  it('are Swagger UI with all that it loads, under a policy that lets it run', async () => {
    const page = await fetch(`${gateway.url}/docs`);
    const html = await page.text();
    const links = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => link);
    const policy = page.headers.get('content-security-policy');

    expect(page.status).to.equal(200);
    expect(page.headers.get('content-type')).to.match(/^text\/html/);
    expect(policy).to.contain("script-src 'self'").and.contain("connect-src 'self'");
    expect(html).to.not.match(/<script(?![^>]*\bsrc=)/);
    expect(links.length).to.be.greaterThan(4);
    for (const link of links) {
      const part = await fetch(new URL(link, page.url));
      expect(part.status, link).to.equal(200);
      await part.arrayBuffer();
    }
    const start = await (await fetch(`${gateway.url}/docs/swagger-ui-init.js`)).text();
    expect(start).to.contain('"/openapi.json"');
  });

  it('are nothing else of the folder that Swagger UI comes from', async () => {
    for (const path of ['package.json', 'index.html', 'swagger-ui.js', '..%2fpackage.json'])
      expect((await fetch(`${gateway.url}/docs/${path}`)).status, path).to.be.oneOf([400, 404]);
    expect((await call(`${gateway.url}/docs`, { method: 'POST' })).status).to.equal(405);
  });

  it('describe what auth and the gateway really answer', async () => {
    const judge = createJudge();
    const ask = async (method: string, path: string, options: HttpCall = {}) => {
      const route = documentedRoutes().find((each) => each.method === method && each.path === path);
      if (route === undefined) throw new Error(`${method} ${path} is not documented`);
      const { status, headers, body } = await call(gateway.url + path, { method, ...options });
      const seen = { status, contentType: headers.get('content-type'), body };
      expect(judge(route.operation, seen), `${method} ${path} ${status}`).to.equal(null);

      return { status, body };
    };
    const account = { email: 'documents@example.com', password: 'correct horse battery' };
    const { body } = await ask('POST', '/api/auth/register', { body: account });
    const { accessToken: token, refreshToken } = body as Record<string, string>;

    const statuses = [
      await ask('POST', '/api/auth/register', { body: account }),
      await ask('POST', '/api/auth/register', { body: { ...account, role: 'admin' } }),
      await ask('POST', '/api/auth/login', { body: account }),
      await ask('POST', '/api/auth/login', { body: { ...account, password: 'wrong' } }),
      await ask('POST', '/api/auth/login', { body: '{"email":' }),
      await ask('GET', '/api/profile', { token }),
      await ask('GET', '/api/profile', { token: 'x.y.z' }),
      await ask('GET', '/api/auth/.well-known/jwks.json'),
      await ask('POST', '/api/auth/refresh', { body: { refreshToken } }),
      await ask('POST', '/api/auth/logout', { body: { refreshToken }, token }),
      await ask('GET', '/api/orders'),
      await ask('GET', '/health'),
      await ask('GET', '/ready'),
    ].map(({ status }) => status);

    expect(statuses).to.deep.equal([
      409, 400, 200, 401, 400, 200, 401, 200, 200, 204, 401, 200, 200,
    ]);
  });
});
