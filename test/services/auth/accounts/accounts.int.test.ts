import { expect } from 'chai';
import { signedIn, user } from '../../../../contracts/http/auth.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import { register, startAuthForTest, textOf, type AuthUnderTest } from '../authFixture.js';

describe('auth: accounts', () => {
  let auth: AuthUnderTest;
  before(async () => {
    auth = await startAuthForTest({
      ADMIN_EMAIL: 'Boss@example.org',
      ADMIN_PASSWORD: 'the boss is here',
    });
  });
  after(() => auth.stop());

  const at = (path: string) => `${auth.url}${path}`;
  const logIn = (body: object) => call(at('/api/auth/login'), { body });

  describe('register', () => {
    it('signs the new customer in', async () => {
      const answer = await register(auth.url, { username: 'first', firstName: 'Ada' });

      expect(answer.status).to.equal(201);
      const body = signedIn.parse(answer.body);
      expect(body.user).to.include({ username: 'first', firstName: 'Ada', lastName: null });
      expect(body.user).to.include({ role: 'customer', isActive: true });
      expect(body.expiresIn).to.equal(900);
    });

    it('refuses an email that somebody has, whatever the case of its letters', async () => {
      const { email } = await register(auth.url);

      expectProblem(await register(auth.url, { email: email.toUpperCase() }), 409, 'EMAIL_TAKEN');
    });

    it('refuses a username that somebody has', async () => {
      await register(auth.url, { username: 'twice' });

      expectProblem(await register(auth.url, { username: 'TWICE' }), 409, 'USERNAME_TAKEN');
    });

    it('gives one of 20 who ask for the same email at once the account', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => register(auth.url, { email: 'race@example.org' })),
      );

      expect(answers.map(({ status }) => status).sort()).to.deep.equal([
        201,
        ...Array.from({ length: 19 }, () => 409),
      ]);
    });

    const invalid: Readonly<Record<string, Record<string, unknown>>> = {
      'T13: a password of 73 bytes': { password: 'x'.repeat(73) },
      'T13: a password of 19 emoji': { password: '😀'.repeat(19) },
      'T16: a password of 7 bytes': { password: '1234567' },
      'Z5: a role': { role: 'admin' },
      'Z5: isActive': { isActive: true },
      'an email without a domain': { email: 'nobody' },
      'a username with blanks': { username: 'a b c' },
      'Z12: an array as email': { email: ['a@example.org'] },
      'Z13: a name of 10 000 letters': { firstName: 'x'.repeat(10_000) },
    };
    for (const [what, details] of Object.entries(invalid))
      it(`refuses ${what}`, async () => {
        expectProblem(await register(auth.url, details), 400, 'VALIDATION_FAILED');
      });

    it('Z13: refuses NUL and lone surrogates in any text', async () => {
      expectProblem(await register(auth.url, { firstName: 'a\0b' }), 400, 'TEXT_REFUSED');
      expectProblem(await register(auth.url, { password: 'pass\0word' }), 400, 'TEXT_REFUSED');
      const lone = '{"email":"x@example.org","password":"12345678\\ud800"}';
      expectProblem(await call(at('/api/auth/register'), { body: lone }), 400, 'TEXT_REFUSED');
    });

    it('T13: accepts a password of exactly 72 bytes and tells it from a longer one', async () => {
      const password = 'x'.repeat(72);
      const { email } = await register(auth.url, { password });

      expect((await logIn({ email, password })).status).to.equal(200);
      expectProblem(await logIn({ email, password: `${password}Y` }), 401, 'INVALID_CREDENTIALS');
    });
  });

  describe('login', () => {
    it('takes the email, in any case, or the username', async () => {
      const { email, password } = await register(auth.url, { username: 'Either.Way' });

      expect((await logIn({ email: email.toUpperCase(), password })).status).to.equal(200);
      expect((await logIn({ username: 'either.way', password })).status).to.equal(200);
    });

    it('T12: answers the same for an unknown user as for a wrong password', async () => {
      const { email } = await register(auth.url);
      const wrong = await logIn({ email, password: 'not the password' });
      const unknown = await logIn({ email: 'nobody@example.org', password: 'not the password' });

      expectProblem(wrong, 401, 'INVALID_CREDENTIALS');
      expect(unknown.body).to.deep.equal(wrong.body);
    });

    it('wants either email or username', async () => {
      const both = { email: 'a@example.org', username: 'a', password: 'whatever' };
      expectProblem(await logIn(both), 400, 'VALIDATION_FAILED');
      expectProblem(await logIn({ password: 'whatever' }), 400, 'VALIDATION_FAILED');
    });
  });

  describe('me', () => {
    it('is the current user, at both addresses', async () => {
      const answer = await register(auth.url);
      const token = textOf(answer, 'accessToken');

      for (const path of ['/api/auth/me', '/api/profile']) {
        const me = await call(at(path), { token });
        expect(me.status).to.equal(200);
        expect(user.parse(me.body)).to.deep.equal(answer.body['user']);
      }
    });

    it('wants a token', async () => {
      expectProblem(await call(at('/api/auth/me')), 401, 'TOKEN_MISSING');
      const answer = await call(at('/api/auth/me'), { headers: { authorization: 'Basic x' } });
      expectProblem(answer, 401, 'TOKEN_INVALID');
    });
  });

  describe('the first admin', () => {
    it('comes from the configuration', async () => {
      const answer = await logIn({ email: 'boss@example.org', password: 'the boss is here' });

      expect(answer.body['user']).to.include({ role: 'admin', email: 'boss@example.org' });
    });

    it('is made once by two instances, and takes over an account that a stranger registered', async () => {
      const stranger = await register(auth.url, { email: 'next@example.org' });
      const env = {
        DATABASE_URL: auth.config.databaseUrl,
        ADMIN_EMAIL: 'next@example.org',
        ADMIN_PASSWORD: 'words of an admin',
      };
      const others = await Promise.all([startAuthForTest(env), startAuthForTest(env)]);
      await Promise.all(others.map(({ stop }) => stop()));

      const { email, password } = stranger;
      expectProblem(await logIn({ email, password }), 401, 'INVALID_CREDENTIALS');
      const answer = await logIn({ email, password: 'words of an admin' });
      expect(answer.body['user']).to.include({ role: 'admin' });
      const refresh = { refreshToken: textOf(stranger, 'refreshToken') };
      expectProblem(
        await call(at('/api/auth/refresh'), { body: refresh }),
        401,
        'REFRESH_TOKEN_INVALID',
      );
    });
  });
});
