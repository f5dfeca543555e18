import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { startGatewayForTest, type GatewayUnderTest } from '../../gateway/gatewayFixture.js';
import { call, expectProblem, type HttpReply } from '../../../support/clients/http.js';
import { register } from '../authFixture.js';

const password = 'correct horse battery';

describe('auth: the refresh token in a cookie, through the gateway', () => {
  let gateway: GatewayUnderTest;
  before(async () => {
    gateway = await startGatewayForTest();
  });
  after(() => gateway.stop());

  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    call(`${gateway.url}/api/auth/${path}`, { body, headers: { origin: gateway.url, ...headers } });
  const begin = async () => {
    const email = `${randomUUID()}@example.org`;
    const answer = await post('register', { email, password, cookie: true });

    return { email, answer, cookie: cookieOf(answer) };
  };

  it('T18: is HttpOnly, for pages of the same site, and not in the body', async () => {
    const { email, answer } = await begin();
    const loggedIn = await post('login', { email, password, cookie: true });

    for (const reply of [answer, loggedIn]) {
      expect(reply.headers.get('set-cookie')).to.match(
        /^quicksale_refresh=[\w-]{43}; Path=\/api\/auth; Max-Age=604800; HttpOnly; SameSite=Strict$/,
      );
      expect(reply.body)
        .to.include.keys('accessToken', 'user')
        .and.not.have.property('refreshToken');
    }
    expect((await post('login', { email, password })).body).to.include.keys('refreshToken');
  });

  it('is Secure where the page came over HTTPS', async () => {
    const origin = gateway.url.replace('http:', 'https:');
    const body = { email: `${randomUUID()}@example.org`, password, cookie: true };

    expect((await post('register', body, { origin })).headers.get('set-cookie')).to.match(
      /; Secure$/,
    );
  });

  it('rotates at every refresh, beside other cookies', async () => {
    const { cookie } = await begin();
    const first = await post('refresh', {}, { cookie: `theme=dark; ${cookie}; a=b` });
    const next = cookieOf(first);
    const second = await post('refresh', {}, { cookie: next });
    const late = await post('refresh', {}, { cookie });

    expect([first.status, second.status]).to.deep.equal([200, 200]);
    expect(next).to.not.equal(cookie);
    expect(first.body).to.have.keys('accessToken', 'expiresIn');
    expectProblem(late, 401, 'REFRESH_TOKEN_REUSED');
    expect(late.headers.get('set-cookie')).to.match(/^quicksale_refresh=; .*Max-Age=0;/);
  });

  it('ends with the session', async () => {
    const { cookie } = await begin();
    const ended = await post('logout', {}, { cookie });

    expect(ended.status).to.equal(204);
    expect(ended.headers.get('set-cookie')).to.match(/^quicksale_refresh=; .*Max-Age=0;/);
    expectProblem(await post('refresh', {}, { cookie }), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('is taken away with all that it was set with, or a browser would keep it', async () => {
    const { cookie, answer } = await begin();
    const ended = await post('logout', {}, { cookie });
    const attributesOf = ({ headers }: typeof answer) =>
      (headers.get('set-cookie') ?? '')
        .split('; ')
        .filter((each) => !/^(quicksale|Max)/.test(each));

    expect(attributesOf(ended)).to.have.length(3).and.to.deep.equal(attributesOf(answer));
  });

  it('T18: counts for nobody but pages of this host', async () => {
    const { email, cookie } = await begin();
    for (const origin of ['https://evil.example', 'null', `${gateway.url}.evil.example`])
      for (const reply of [
        await post('refresh', {}, { cookie, origin }),
        await post('logout', {}, { cookie, origin }),
        await post('login', { email, password, cookie: true }, { origin }),
      ]) {
        expectProblem(reply, 403, 'ORIGIN_REFUSED');
        expect(reply.headers.get('set-cookie')).to.equal(null);
      }
    const withoutOrigin = await call(`${gateway.url}/api/auth/refresh`, {
      body: {},
      headers: { cookie },
    });

    expectProblem(withoutOrigin, 403, 'ORIGIN_REFUSED');
    expect((await post('refresh', {}, { cookie })).status).to.equal(200);
  });

  it('has to be there when the body has no token', async () => {
    expectProblem(await post('refresh', {}), 400, 'VALIDATION_FAILED');
    expectProblem(
      await post('logout', {}, { cookie: 'quicksale_refresh=' }),
      400,
      'VALIDATION_FAILED',
    );
  });

  it('gives way to a token in the body', async () => {
    const { cookie } = await begin();
    const { body } = await register(gateway.auth.url);
    const reply = await post('refresh', { refreshToken: body['refreshToken'] }, { cookie });

    expect(reply.body).to.include.keys('refreshToken');
    expect(reply.headers.get('set-cookie')).to.equal(null);
  });
});

const cookieOf = ({ headers }: HttpReply): string =>
  (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
