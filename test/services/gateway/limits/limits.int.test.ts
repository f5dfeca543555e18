import { expect } from 'chai';
import { call, expectProblem, type HttpReply } from '../../../support/clients/http.js';
import { startGatewayForTest, type GatewayUnderTest } from '../gatewayFixture.js';

describe('gateway: rate limits', () => {
  describe('in memory', () => {
    let gateway: GatewayUnderTest;
    before(async () => {
      gateway = await startGatewayForTest({
        RATE_LIMIT_LOGIN: '5/60',
        RATE_LIMIT_REGISTER: '3/60',
        RATE_LIMIT_ORDERS: '4/60',
        RATE_LIMIT_RESERVE: '6/60',
        RATE_LIMIT_DEFAULT: '7/60',
        TRUSTED_PROXIES: '10.0.0.0/8',
      });
    });
    after(() => gateway.stop());

    const logIn = (headers = {}): Promise<HttpReply> =>
      call(`${gateway.url}/api/auth/login`, {
        headers,
        body: { email: 'nobody@example.org', password: 'whatever' },
      });
    const repeat = async (times: number, request: (index: number) => Promise<HttpReply>) => {
      const answers = await Promise.all(
        Array.from({ length: times }, (_, index) => request(index)),
      );

      return answers.filter(({ status }) => status !== 429).length;
    };
    const get = (path: string, token: string) => call(`${gateway.url}${path}`, { token });
    const post = (path: string, token: string) =>
      call(`${gateway.url}${path}`, { method: 'POST', token });

    it('Z6, Z23: lets 5 logins of an address through, whatever X-Forwarded-For it makes up', async () => {
      let passed = 0;
      for (let hundred = 0; hundred < 10; hundred += 1)
        passed += await repeat(100, (index) =>
          logIn({ 'x-forwarded-for': `1.2.${hundred}.${index}` }),
        );
      expect(passed).to.equal(5);
      const answer = await logIn({ 'X-Forwarded-For': '10.1.1.1, 9.9.9.9' });

      expectProblem(answer, 429, 'RATE_LIMITED');
      expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 60);
      expect(answer.headers.get('ratelimit-limit')).to.equal('5');
      expect(answer.headers.get('ratelimit-remaining')).to.equal('0');
    });

    it('does not let a final slash or a query around a limit', async () => {
      const register = (path: string) =>
        call(`${gateway.url}/api/auth/register${path}`, { body: { email: 'x' } });
      const passed = await repeat(9, (index) => register(['', '/', '?a=1'][index % 3] ?? ''));

      expect(passed).to.equal(3);
    });

    it('counts orders and reservations of each user apart', async () => {
      const [one, two] = [await gateway.newToken(), await gateway.newToken()];

      expect(await repeat(9, () => post('/api/orders', one))).to.equal(4);
      expect(await repeat(9, () => post('/api/orders', two))).to.equal(4);
      expect(await repeat(9, () => post('/api/inventory/reserve', one))).to.equal(6);
      expect(await repeat(9, () => get('/api/orders', one))).to.equal(7);
      expectProblem(await get('/api/products', one), 429, 'RATE_LIMITED');
    });

    it('tells what is left', async () => {
      const token = await gateway.newToken();
      const { headers } = await get('/api/orders', token);

      expect(headers.get('ratelimit-limit')).to.equal('7');
      expect(headers.get('ratelimit-remaining')).to.equal('6');
      expect(Number(headers.get('ratelimit-reset'))).to.be.within(1, 60);
    });

    it('counts requests without a valid token by their address', async () => {
      const passed = await repeat(20, (index) => get('/api/orders', `made.up.${index}`));

      expect(passed).to.equal(7);
    });
  });

  describe('behind a trusted proxy', () => {
    let gateway: GatewayUnderTest;
    before(async () => {
      gateway = await startGatewayForTest({
        RATE_LIMIT_LOGIN: '1/60',
        RATE_LIMIT_DEFAULT: '3/60',
        TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8',
      });
    });
    after(() => gateway.stop());

    const logInFrom = async (forwardedFor: string): Promise<number> =>
      (
        await call(`${gateway.url}/api/auth/login`, {
          headers: { 'x-forwarded-for': forwardedFor },
          body: { email: 'nobody@example.org', password: 'whatever' },
        })
      ).status;

    it('counts visitors of the catalogue by their address, and whoever is signed in apart', async () => {
      const token = await gateway.newToken();
      const visit = async (path: string, forwardedFor: string, signedIn = {}): Promise<number> =>
        (
          await call(`${gateway.url}/api/products${path}`, {
            headers: { 'x-forwarded-for': forwardedFor },
            ...signedIn,
          })
        ).status;

      for (const path of ['', '/x', '/x/stock'])
        expect(await visit(path, '7.7.7.7'), path).to.equal(200);
      expect(await visit('', '7.7.7.7')).to.equal(429);
      expect(await visit('', '7.7.7.7', { token: 'made.up.token' })).to.equal(429);
      expect(await visit('', '7.7.7.8')).to.equal(200);
      expect(await visit('', '7.7.7.7', { token })).to.equal(200);
    });

    it('counts the address that the nearest untrusted hop has', async () => {
      expect(await logInFrom('1.1.1.1')).to.equal(401);
      expect(await logInFrom('2.2.2.2')).to.equal(401);
      expect(await logInFrom('8.8.8.8, 1.1.1.1')).to.equal(429);
      expect(await logInFrom('8.8.8.8, 2.2.2.2, 10.3.4.5')).to.equal(429);
      expect(await logInFrom('2001:db8:1:2:3::1')).to.equal(401);
      expect(await logInFrom('2001:db8:1:2:ffff::2')).to.equal(429);
    });
  });

  describe('for one account', () => {
    let gateway: GatewayUnderTest;
    before(async () => {
      gateway = await startGatewayForTest({
        RATE_LIMIT_LOGIN: '5/60',
        TRUSTED_PROXIES: '127.0.0.1',
      });
    });
    after(() => gateway.stop());

    const logIn = (index: number, body: unknown): Promise<HttpReply> =>
      call(`${gateway.url}/api/auth/login`, {
        headers: { 'x-forwarded-for': `10.0.0.${index}` },
        body,
      });
    const passedOf = (answers: readonly HttpReply[]) =>
      answers.filter(({ status }) => status !== 429).length;

    it('T15: lets 20 of 100 guesses from 50 addresses through, however they spell the name', async () => {
      const spellings = ['victim@example.org', ' Victim@example.org', 'VICTIM@EXAMPLE.ORG'];
      const guess = (index: number) => {
        const text = JSON.stringify({ email: spellings[index % 3], password: `guess ${index}` });

        return logIn(index % 50, index % 4 === 0 ? `\ufeff${text}` : text);
      };
      const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => guess(index)));

      expect(passedOf(answers)).to.equal(20);
      expectProblem(await logIn(60, { email: spellings[0], password: 'x' }), 429, 'RATE_LIMITED');
    });

    it('T15: does not let one address lock somebody out', async () => {
      const email = 'somebody@example.org';
      for (let index = 0; index < 30; index += 1) await logIn(70, { email, password: 'wrong' });

      expect((await logIn(71, { email, password: 'wrong' })).status).to.equal(401);
    });

    it('T15: leaves it to auth to refuse what names no account', async () => {
      for (const body of [{}, [], 'null', '{"email":7}', { email: { a: 1 }, password: 'x' }])
        expectProblem(await logIn(80, body), 400, 'VALIDATION_FAILED');
    });
  });

  describe('with the configured Redis away', () => {
    let gateway: GatewayUnderTest;
    before(async () => {
      gateway = await startGatewayForTest({
        REDIS_URL: 'redis://127.0.0.1:1',
        RATE_LIMIT_LOGIN: '5/60',
        RATE_LIMIT_ORDERS: '2/60',
      });
    });
    after(() => gateway.stop());

    it('refuses logins and counts the rest in memory', async () => {
      const body = { email: 'nobody@example.org', password: 'whatever' };
      const login = await call(`${gateway.url}/api/auth/login`, { body });
      expectProblem(login, 503, 'LIMITER_UNAVAILABLE');

      const token = await gateway.newToken();
      const statuses: number[] = [];
      for (let index = 0; index < 3; index += 1)
        statuses.push((await call(`${gateway.url}/api/orders`, { method: 'POST', token })).status);
      expect(statuses).to.deep.equal([200, 200, 429]);
    });
  });
});
