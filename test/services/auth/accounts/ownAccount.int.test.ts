import { expect } from 'chai';
import pg from 'pg';
import type { AccountRow } from '../../../../services/auth/accounts/users.js';
import { userChanged } from '../../../../contracts/http/auth.js';
import {
  call,
  expectProblem,
  type HttpCall,
  type HttpReply,
} from '../../../support/clients/http.js';
import { register, startAuthForTest, textOf, type AuthUnderTest } from '../authFixture.js';

const newPassword = 'staple of batteries';

describe('auth: the own account', () => {
  let auth: AuthUnderTest;
  let second: AuthUnderTest;
  let database: pg.Client;

  before(async () => {
    auth = await startAuthForTest({
      ADMIN_EMAIL: 'boss@example.org',
      ADMIN_PASSWORD: 'the boss is here',
    });
    second = await startAuthForTest({ DATABASE_URL: auth.config.databaseUrl });
    database = new pg.Client({ connectionString: auth.config.databaseUrl });
    await database.connect();
  });
  after(async () => {
    await database.end();
    await Promise.all([auth.stop(), second.stop()]);
  });

  const ask = (path: string, options: HttpCall, url = auth.url) => call(`${url}${path}`, options);
  const logIn = (email: string, password: string) =>
    ask('/api/auth/login', { body: { email, password } });
  const change = (token: string, body: object) => ask('/api/auth/password', { body, token });
  const refresh = (answer: HttpReply) =>
    ask('/api/auth/refresh', { body: { refreshToken: textOf(answer, 'refreshToken') } });
  const tokenOf = (answer: HttpReply) => textOf(answer, 'accessToken');
  /** Within 2 s, on the other instance. */
  const isOut = async (token: string): Promise<boolean> => {
    for (let attempt = 0; attempt < 80; attempt += 1) {
      const { status } = await ask('/api/auth/me', { token }, second.url);
      if (status === 401) return true;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }

    return false;
  };

  const rowOf = async (id: string) => {
    const text = 'SELECT * FROM auth.users WHERE id = $1';

    return (await database.query<AccountRow>(text, [id])).rows[0];
  };

  describe('T11: a new password', () => {
    it('replaces the old one, and ends all sessions but this one', async () => {
      const first = await register(auth.url);
      const { email, password } = first;
      const other = await logIn(email, password);
      const answer = await change(tokenOf(first), { oldPassword: password, newPassword });

      expect(answer.status).to.equal(200);
      expect(userChanged.parse(answer.body).user.email).to.equal(email);
      expectProblem(await logIn(email, password), 401, 'INVALID_CREDENTIALS');
      expect((await logIn(email, newPassword)).status).to.equal(200);
      expectProblem(await refresh(other), 401, 'REFRESH_TOKEN_INVALID');
      expect(await isOut(tokenOf(other))).to.equal(true);
      expect((await ask('/api/auth/me', { token: tokenOf(first) })).status).to.equal(200);
      expect((await refresh(first)).status).to.equal(200);
    });

    it('needs the old one, however it is typed', async () => {
      const first = await register(auth.url, { password: 'Grüße aus Köln' });
      const wrong = { oldPassword: 'something else', newPassword };
      const inParts = { oldPassword: 'Gru\u0308ße aus Ko\u0308ln', newPassword };

      expectProblem(await change(tokenOf(first), wrong), 401, 'INVALID_CREDENTIALS');
      expect((await change(tokenOf(first), inParts)).status).to.equal(200);
    });

    it('follows the rules of every new one', async () => {
      const first = await register(auth.url);
      const { password: oldPassword } = first;
      const refusals: [object, string][] = [
        [{ oldPassword, newPassword: 'password1' }, 'PASSWORD_TOO_COMMON'],
        [{ oldPassword, newPassword: 'short' }, 'VALIDATION_FAILED'],
        [{ oldPassword, newPassword: 'x'.repeat(73) }, 'VALIDATION_FAILED'],
        [{ newPassword }, 'VALIDATION_FAILED'],
        [{ oldPassword, newPassword, userId: 'another' }, 'VALIDATION_FAILED'],
      ];

      for (const [body, code] of refusals)
        expectProblem(await change(tokenOf(first), body), 400, code);
      expect((await logIn(first.email, oldPassword)).status).to.equal(200);
    });

    it('is one of two that are sent at once', async () => {
      const first = await register(auth.url);
      const { email, password: oldPassword } = first;
      const passwords = ['first of the two', 'second of the two'];
      const answers = await Promise.all(
        passwords.map((one) => change(tokenOf(first), { oldPassword, newPassword: one })),
      );

      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401]);
      const winner = passwords[answers.findIndex(({ status }) => status === 200)] ?? '';
      expect((await logIn(email, winner)).status).to.equal(200);
    });

    it('leaves no session to logins with the old one that run meanwhile', async () => {
      const first = await register(auth.url);
      const { email, password: oldPassword } = first;
      const logins = Promise.all(Array.from({ length: 12 }, () => logIn(email, oldPassword)));
      const changed = await change(tokenOf(first), { oldPassword, newPassword });

      expect(changed.status).to.equal(200);
      for (const answer of await logins)
        if (answer.status === 200) expect((await refresh(answer)).status).to.equal(401);
    });

    it('lets all of many logins in whose hash is renewed at once', async () => {
      const { email, password } = await register(auth.url);
      const costly = await startAuthForTest({
        DATABASE_URL: auth.config.databaseUrl,
        BCRYPT_COST: '5',
      });
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          ask('/api/auth/login', { body: { email, password } }, costly.url),
        ),
      );
      await costly.stop();

      expect(answers.map(({ status }) => status)).to.deep.equal(Array(8).fill(200));
    });

    it('wants a token', async () => {
      const answer = await ask('/api/auth/password', { body: { oldPassword: 'x', newPassword } });
      expectProblem(answer, 401, 'TOKEN_MISSING');
    });
  });

  describe('T11: when it is deleted', () => {
    const removeWith = (body: object, token: string) =>
      ask('/api/auth/me', { method: 'DELETE', token, body });
    const remove = (account: HttpReply & Readonly<{ password: string }>) =>
      removeWith({ password: account.password }, tokenOf(account));

    it('keeps its id and nothing personal', async () => {
      const answer = await register(auth.url, {
        username: 'leaving',
        firstName: 'Ada',
        lastName: 'Lee',
      });
      const { id } = answer.body['user'] as Readonly<{ id: string }>;
      const before = await rowOf(id);

      expect((await remove(answer)).status).to.equal(204);
      const row = await rowOf(id);
      expect(row).to.include({ username: null, first_name: null, last_name: null });
      expect(row).to.include({ is_active: false, role: 'customer' });
      expect(row?.email).to.match(/^deleted-[0-9a-f-]{36}@quicksale\.invalid$/);
      expect(row?.password_hash).not.to.equal(before?.password_hash);
    });

    it('ends every session and lets nobody in', async () => {
      const answer = await register(auth.url);
      const other = await logIn(answer.email, answer.password);
      await remove(answer);

      for (const one of [answer, other]) {
        expectProblem(await refresh(one), 401, 'REFRESH_TOKEN_INVALID');
        expect(await isOut(tokenOf(one))).to.equal(true);
      }
      expectProblem(await logIn(answer.email, answer.password), 401, 'INVALID_CREDENTIALS');
    });

    it('leaves email and username to whoever comes next', async () => {
      const answer = await register(auth.url, { username: 'onward' });
      await remove(answer);
      const next = await register(auth.url, { email: answer.email, username: 'onward' });

      expect(next.status).to.equal(201);
      const { id } = next.body['user'] as Readonly<{ id: string }>;
      expect(id).not.to.equal((answer.body['user'] as Readonly<{ id: string }>).id);
    });

    it('is 401 the second time, and takes no fields', async () => {
      const answer = await register(auth.url);
      const { password } = answer;
      const body = { password, userId: 'another' };

      expectProblem(await removeWith(body, tokenOf(answer)), 400, 'VALIDATION_FAILED');
      expect((await remove(answer)).status).to.equal(204);
      expect((await remove(answer)).status).to.equal(401);
    });

    it('asks for the password, however it is typed', async () => {
      const answer = await register(auth.url, { password: 'Grüße aus Köln' });
      const token = tokenOf(answer);

      expectProblem(await removeWith({}, token), 400, 'VALIDATION_FAILED');
      expectProblem(
        await ask('/api/auth/me', { method: 'DELETE', token }),
        400,
        'VALIDATION_FAILED',
      );
      const wrong = { password: 'something else' };
      expectProblem(await removeWith(wrong, token), 401, 'INVALID_CREDENTIALS');
      expect((await ask('/api/auth/me', { token })).status).to.equal(200);
      const inParts = { password: 'Gru\u0308ße aus Ko\u0308ln' };
      expect((await removeWith(inParts, token)).status).to.equal(204);
    });

    it('is refused to the last admin', async () => {
      const boss = await logIn('boss@example.org', 'the boss is here');

      const body = { password: 'the boss is here' };
      expectProblem(await removeWith(body, tokenOf(boss)), 409, 'LAST_ADMIN');
      expect((await logIn('boss@example.org', 'the boss is here')).status).to.equal(200);
    });
  });
});
