import { expect } from 'chai';
import pg from 'pg';
import { pause } from '../../../../platform/concurrency/index.js';
import { call, expectProblem, type HttpReply } from '../../../support/clients/http.js';
import { register, startAuthForTest, textOf, type AuthUnderTest } from '../authFixture.js';

describe('auth: sessions', () => {
  let auth: AuthUnderTest;
  let second: AuthUnderTest;
  let database: pg.Client;
  before(async () => {
    auth = await startAuthForTest();
    second = await startAuthForTest({ DATABASE_URL: auth.config.databaseUrl });
    database = new pg.Client({ connectionString: auth.config.databaseUrl });
    await database.connect();
  });
  after(async () => {
    await database.end();
    await Promise.all([auth.stop(), second.stop()]);
  });

  const refresh = (refreshToken: string, url = auth.url): Promise<HttpReply> =>
    call(`${url}/api/auth/refresh`, { body: { refreshToken } });
  /** As a client does: one that waits for a connection for too long is told to come again. */
  const insist = async (refreshToken: string, url?: string): Promise<HttpReply> => {
    for (;;) {
      const answer = await refresh(refreshToken, url);
      if (answer.status !== 503) return answer;
      await pause(50);
    }
  };
  const me = (token: string, url = auth.url) => call(`${url}/api/auth/me`, { token });
  const begin = async (): Promise<Readonly<{ token: string; first: string }>> => {
    const answer = await register(auth.url);

    return { token: textOf(answer, 'accessToken'), first: textOf(answer, 'refreshToken') };
  };
  const passTime = (seconds: number) =>
    database.query(`UPDATE auth.sessions SET used_at = used_at - interval '${seconds} s',
      created_at = created_at - interval '${seconds} s', expires_at = expires_at - interval '${seconds} s'`);

  it('T7: gives a new pair for a refresh token', async () => {
    const { first } = await begin();
    const answer = await refresh(first);

    expect(answer.status).to.equal(200);
    expect(textOf(answer, 'refreshToken'))
      .to.match(/^[\w-]{43}$/)
      .and.not.equal(first);
    expect((await me(textOf(answer, 'accessToken'))).status).to.equal(200);
  });

  it('T7: gives 50 parallel refreshes of one token the same successor, on two instances', async () => {
    const { first } = await begin();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => insist(first, [auth, second][index % 2]?.url)),
    );

    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([200]));
    expect(new Set(answers.map((answer) => textOf(answer, 'refreshToken')))).to.have.length(1);
    const next = textOf(answers[0] as HttpReply, 'refreshToken');
    expect((await refresh(next)).status).to.equal(200);
  });

  it('T7: ends the session when a token comes back whose successor was used', async () => {
    const { token, first } = await begin();
    const next = textOf(await refresh(first), 'refreshToken');
    const third = await refresh(next);

    expectProblem(await refresh(first), 401, 'REFRESH_TOKEN_REUSED');
    expectProblem(await refresh(textOf(third, 'refreshToken')), 401, 'REFRESH_TOKEN_INVALID');
    await expectEnded(second.url, token);
    await expectEnded(auth.url, textOf(third, 'accessToken'));
  });

  it('T7: ends the session when a used token comes back after 10 s', async () => {
    const { first } = await begin();
    const next = textOf(await refresh(first), 'refreshToken');
    await passTime(9);
    expect(textOf(await refresh(first), 'refreshToken')).to.equal(next);
    await passTime(2);

    expectProblem(await refresh(first), 401, 'REFRESH_TOKEN_REUSED');
    expectProblem(await refresh(next), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('T8: lets a token live for 7 days and a session for 30', async () => {
    let { first: token } = await begin();
    for (let day = 0; day < 24; day += 6) {
      await passTime(6 * 86_400);
      token = textOf(await refresh(token), 'refreshToken');
    }
    await passTime(5.9 * 86_400);
    token = textOf(await refresh(token), 'refreshToken');
    await passTime(0.2 * 86_400);
    expectProblem(await refresh(token), 401, 'REFRESH_TOKEN_INVALID');

    const { first: idle } = await begin();
    await passTime(7.1 * 86_400);
    expectProblem(await refresh(idle), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('T9: stores nothing that could be used as a token', async () => {
    const { first } = await begin();
    const next = textOf(await refresh(first), 'refreshToken');
    const { rows } = await database.query('SELECT sessions::text AS row FROM auth.sessions');
    const stored = JSON.stringify(rows);

    for (const token of [first, next]) {
      expect(stored).to.not.contain(token);
      expect(stored).to.not.contain(Buffer.from(token, 'base64url').toString('hex'));
    }
  });

  it('T10: logout ends refresh and access tokens on every instance within 2 s', async () => {
    const { token, first } = await begin();
    const other = await begin();
    expect((await me(token, second.url)).status).to.equal(200);
    const answer = await call(`${auth.url}/api/auth/logout`, {
      token,
      body: { refreshToken: first },
    });

    expect(answer.status).to.equal(204);
    expectProblem(await refresh(first), 401, 'REFRESH_TOKEN_INVALID');
    await expectEnded(auth.url, token);
    await expectEnded(second.url, token);
    expect((await me(other.token, second.url)).status).to.equal(200);
  });

  it('T10: logout asks for the refresh token alone: the access token may have ended', async () => {
    for (const bearer of [undefined, 'e30.e30.e30']) {
      const { token, first } = await begin();
      const answer = await call(`${auth.url}/api/auth/logout`, {
        token: bearer,
        body: { refreshToken: first },
      });

      expect(answer.status).to.equal(204);
      expectProblem(await refresh(first), 401, 'REFRESH_TOKEN_INVALID');
      await expectEnded(second.url, token);
    }
  });

  it('does not log out somebody else', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    await call(`${auth.url}/api/auth/logout`, {
      token: mine.token,
      body: { refreshToken: theirs.first },
    });

    expect((await refresh(theirs.first)).status).to.equal(200);
  });

  it('T11: refuses the tokens of a user who was locked', async () => {
    const answer = await register(auth.url);
    await database.query('UPDATE auth.users SET is_active = false WHERE email = $1', [
      answer.email,
    ]);

    expectProblem(await refresh(textOf(answer, 'refreshToken')), 401, 'REFRESH_TOKEN_INVALID');
    expectProblem(await me(textOf(answer, 'accessToken')), 401, 'ACCOUNT_INACTIVE');
    const body = { email: answer.email, password: answer.password };
    expectProblem(await call(`${auth.url}/api/auth/login`, { body }), 401, 'INVALID_CREDENTIALS');
  });

  it('refuses what never was a refresh token, an access token included', async () => {
    const { token } = await begin();

    expectProblem(await refresh('x'.repeat(43)), 401, 'REFRESH_TOKEN_INVALID');
    expectProblem(await refresh(''), 400, 'VALIDATION_FAILED');
    expectProblem(await refresh(token.slice(0, 256)), 401, 'REFRESH_TOKEN_INVALID');
  });

  it('refreshes although the access token that comes along has ended', async () => {
    const { first } = await begin();
    const answer = await call(`${auth.url}/api/auth/refresh`, {
      token: 'e30.e30.e30',
      body: { refreshToken: first },
    });

    expect(answer.status).to.equal(200);
  });

  const expectEnded = async (url: string, token: string): Promise<void> => {
    const began = performance.now();
    while ((await me(token, url)).status === 200 && performance.now() - began < 2000)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expectProblem(await me(token, url), 401, 'SESSION_REVOKED');
  };
});
