import { expect } from 'chai';
import { jsonWebKeySet } from '../../../../contracts/http/auth.js';
import { loadAuthConfig } from '../../../../services/auth/config.js';
import {
  generateSigningKey,
  parseSigningKey,
} from '../../../../services/auth/signingKeys/signingKey.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import { register, startAuthForTest, textOf, type AuthUnderTest } from '../authFixture.js';
import { openUserAdministration } from './userAdministrationFixture.js';

describe('auth: for operators', () => {
  let auth: AuthUnderTest;
  before(async () => {
    auth = await startAuthForTest();
  });
  after(() => auth.stop());

  const me = (token: string, url = auth.url) => call(`${url}/api/auth/me`, { token });

  describe('users', () => {
    it('are added with sessions as real as those of a login', async () => {
      const users = openUserAdministration(auth.config);
      const added = await users.addUsers(3);
      await users.stop();

      expect(new Set(added.map(({ user }) => user.email))).to.have.length(3);
      for (const { user, accessToken, refreshToken } of added) {
        expect((await me(accessToken)).body).to.deep.equal(user);
        const refreshed = await call(`${auth.url}/api/auth/refresh`, { body: { refreshToken } });
        expect(refreshed.status).to.equal(200);
      }
    });

    it('are promoted, whereupon their sessions end', async () => {
      const { email, body } = await register(auth.url);
      const users = openUserAdministration(auth.config);
      const promoted = await users.promote(email.toUpperCase());
      expect(await users.promote('nobody@example.org')).to.equal(null);
      await users.stop();

      expect(promoted).to.include({ email, role: 'admin' });
      const { accessToken } = body as { accessToken: string };
      const began = performance.now();
      while ((await me(accessToken)).status === 200 && performance.now() - began < 2000);
      expectProblem(await me(accessToken), 401, 'SESSION_REVOKED');
    });
  });

  describe('T11: a user who is locked', () => {
    it('T11: is signed out everywhere, and stays out until he is unlocked', async () => {
      const { email, password, body } = await register(auth.url);
      const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string };
      const logIn = () => call(`${auth.url}/api/auth/login`, { body: { email, password } });
      const users = openUserAdministration(auth.config);
      expect(await users.lock(email)).to.include({ email, isActive: false });

      const began = performance.now();
      while (
        (await me(accessToken)).body['code'] !== 'SESSION_REVOKED' &&
        performance.now() - began < 2000
      );
      expectProblem(await me(accessToken), 401, 'SESSION_REVOKED');
      const refreshed = await call(`${auth.url}/api/auth/refresh`, { body: { refreshToken } });
      expectProblem(refreshed, 401, 'REFRESH_TOKEN_INVALID');
      expectProblem(await logIn(), 401, 'INVALID_CREDENTIALS');

      expect(await users.unlock(email)).to.include({ email, isActive: true });
      expect((await logIn()).status).to.equal(200);
      expectProblem(await me(accessToken), 401, 'SESSION_REVOKED');
      expect(await users.lock('nobody@example.org')).to.equal(null);
      await users.stop();
    });

    it('T11: gets no session from a login that began before', async () => {
      // Hashing takes long enough for the lock to come between reading the account and the session.
      const slow = await startAuthForTest({ BCRYPT_COST: '13' });
      const { email, password } = await register(slow.url);
      const users = openUserAdministration(slow.config);
      const login = call(`${slow.url}/api/auth/login`, { body: { email, password } });
      await new Promise((resolve) => setTimeout(resolve, 150));
      await users.lock(email);

      expectProblem(await login, 401, 'INVALID_CREDENTIALS');
      await users.stop();
      await slow.stop();
    });
  });

  describe('keys', () => {
    it('are published as a JWK set, without their private part', async () => {
      const { status, body } = await call(`${auth.url}/api/auth/.well-known/jwks.json`);

      expect(status).to.equal(200);
      const kids = jsonWebKeySet.parse(body).keys.map(({ kid }) => kid);
      expect(kids).to.deep.equal([auth.config.signingKey.kid]);
    });

    it('T6: overlap when they are rotated', async () => {
      const before = textOf(await register(auth.url), 'accessToken');
      const rotated = await startAuthForTest({
        DATABASE_URL: auth.config.databaseUrl,
        AUTH_SIGNING_KEY: generateSigningKey(),
      });
      const after = textOf(await register(rotated.url), 'accessToken');
      const began = performance.now();
      while ((await me(after)).status !== 200 && performance.now() - began < 2000);

      for (const url of [auth.url, rotated.url])
        for (const token of [before, after]) expect((await me(token, url)).status).to.equal(200);
      await rotated.stop();
    });

    it('are refused when they are not P-256', () => {
      expect(() => parseSigningKey('nonsense')).to.throw('must be a private key in PEM');
    });
  });

  describe('configuration in production', () => {
    const env = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://127.0.0.1/quicksale',
      AUTH_SIGNING_KEY: generateSigningKey(),
      REFRESH_TOKEN_SECRET: 'c2d9f4a17b60e83552d41f9087ab63ce',
      ADMIN_EMAIL: 'boss@example.org',
      ADMIN_PASSWORD: 'vR7#kq-29-mZ',
    };
    const wrong: Readonly<Record<string, readonly string[]>> = {
      AUTH_SIGNING_KEY: ['', 'changeme'],
      REFRESH_TOKEN_SECRET: ['', 'short', 'this-is-a-sample-value-do-not-use-it'],
      ADMIN_PASSWORD: ['admin123', 'quicksale-admin', 'short'],
      BCRYPT_COST: ['4', '9', 'many'],
      DATABASE_URL: ['', 'postgres://db.example/quicksale'],
    };

    it('is accepted when everything is one’s own', () => {
      expect(loadAuthConfig(env)).to.include({ bcryptCost: 10, port: 3001 });
    });

    for (const [variable, values] of Object.entries(wrong))
      it(`S1, S2: names ${variable} when it is missing, a sample or weak`, () => {
        for (const value of values)
          expect(() => loadAuthConfig({ ...env, [variable]: value }), value).to.throw(variable);
      });
  });
});
