import bcrypt from 'bcrypt';
import { dictionary } from '@zxcvbn-ts/language-common';
import { expect } from 'chai';
import pg from 'pg';
import { registration } from '../../../../contracts/http/auth.js';
import { isCommonPassword } from '../../../../services/auth/accounts/commonPasswords.js';
import { loadAuthConfig } from '../../../../services/auth/config.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import { register, startAuthForTest, type AuthUnderTest } from '../authFixture.js';

const [composed, inParts] = ['Grüße aus Köln', 'Gru\u0308ße aus Ko\u0308ln'];

describe('auth: passwords', () => {
  let auth: AuthUnderTest;
  let database: pg.Client;

  before(async () => {
    auth = await startAuthForTest();
    database = new pg.Client({ connectionString: auth.config.databaseUrl });
    await database.connect();
  });
  after(async () => {
    await database.end();
    await auth.stop();
  });

  const logIn = async (email: string, password: string) =>
    (await call(`${auth.url}/api/auth/login`, { body: { email, password } })).status;
  const withHashOf = async (password: string): Promise<string> => {
    const { email } = await register(auth.url);
    await database.query('UPDATE auth.users SET password_hash = $2 WHERE email = $1', [
      email,
      await bcrypt.hash(password, 4),
    ]);

    return email;
  };

  describe('typed on another keyboard', () => {
    for (const [what, first, second] of [
      ['ä as one letter or as two', composed, inParts],
      ['ä as two letters or as one', inParts, composed],
      ['a no-break space', 'seven\u00A0words here', 'seven words here'],
      ['an ideographic space', 'seven words here', 'seven\u3000words\u3000here'],
      ['Hangul in parts', '비밀번호 하나', '비밀번호 하나'.normalize('NFD')],
    ] as const)
      it(`is the same with ${what}`, async () => {
        const { email, status } = await register(auth.url, { password: first });

        expect([status, await logIn(email, first), await logIn(email, second)]).to.deep.equal([
          201, 200, 200,
        ]);
      });

    for (const [what, first, second] of [
      ['case', 'Seven Words Here', 'seven words here'],
      ['width', 'seven words 123', 'seven words １２３'],
      ['accents', composed, 'Grusse aus Koln'],
      ['blanks at the ends', 'seven words here', ' seven words here'],
    ] as const)
      it(`is another one with other ${what}`, async () => {
        const { email } = await register(auth.url, { password: first });

        expect(await logIn(email, second)).to.equal(401);
      });
  });

  describe('hashed by an older release', () => {
    it('is accepted as it was typed then, and in its prepared form from then on', async () => {
      const email = await withHashOf(inParts);

      expect(await logIn(email, composed)).to.equal(401);
      expect(await logIn(email, inParts)).to.equal(200);
      expect(await logIn(email, composed)).to.equal(200);
      expect(await logIn(email, inParts)).to.equal(200);
    });

    it('is accepted with characters that a new one must not hold', async () => {
      const email = await withHashOf('pass\u200Bword\u00A0');

      expect(await logIn(email, 'pass\u200Bword\u00A0')).to.equal(200);
      expect(await logIn(email, 'pass\u200Bword ')).to.equal(200);
    });

    it('keeps its hash when the prepared form is too long to be hashed', async () => {
      // Hebrew presentation forms: 3 bytes as typed, 4 when they are composed anew
      const long = '\uFB2A'.repeat(20);
      const email = await withHashOf(long);

      expect([await logIn(email, long), await logIn(email, long)]).to.deep.equal([200, 200]);
    });

    it('is accepted when it is on the list of common ones', async () => {
      expect(await logIn(await withHashOf('password1'), 'password1')).to.equal(200);
    });
  });

  describe('T16: a common one', () => {
    for (const password of ['password', '12345678', 'qwertyuiop', 'PassWord1', 'TRUSTNO1'])
      it(`"${password}" is refused with a code`, async () => {
        const answer = await register(auth.url, { password });

        expectProblem(answer, 400, 'PASSWORD_TOO_COMMON');
        expect(answer.body['errors']).to.deep.equal([
          { path: 'password', message: 'Too common; take another one' },
        ]);
      });

    it('is each of the first 10 000 of the list', () => {
      const list = dictionary['passwords-common'].slice(0, 10_000);
      const email = 'ann@example.org';
      const accepted = list.filter(
        (password) => registration.safeParse({ email, password }).success,
      );

      expect(list.filter((password) => !isCommonPassword(password))).to.deep.equal([]);
      expect(accepted).to.have.length.above(3_000);
    });

    it('is none of those that are rare', async () => {
      expect((await register(auth.url, { password: 'correct horse battery' })).status).to.equal(
        201,
      );
    });
  });

  it('of 73 bytes is refused with one error', async () => {
    const answer = await register(auth.url, { password: 'x'.repeat(73) });

    expect(answer.body['errors']).to.deep.equal([
      { path: 'password', message: 'At most 72 bytes' },
    ]);
  });

  it('refuses the usernames that would deceive', async () => {
    for (const username of ['admin', 'R00t', 'quicksale-support'])
      expectProblem(await register(auth.url, { username }), 409, 'USERNAME_RESERVED');
  });

  describe('of the first admin', () => {
    const load = (env: NodeJS.ProcessEnv) =>
      loadAuthConfig({ DATABASE_URL: 'postgres://x', ...env });
    const boss = { ADMIN_EMAIL: 'boss@example.org', ADMIN_PASSWORD: inParts };

    it('is prepared like any other', () => {
      expect(load(boss).adminPassword).to.equal(composed);
      expect(() => load({ ...boss, ADMIN_PASSWORD: 'a\u0308'.repeat(3) })).to.throw(
        '8 to 72 bytes',
      );
      expect(() => load({ ...boss, ADMIN_PASSWORD: 'pass\u200Bword' })).to.throw('cannot be seen');
    });

    for (const name of ['ADMIN_EMAIL', 'ADMIN_PASSWORD'])
      it(`does not start with ${name} alone`, () =>
        expect(() => load({ [name]: boss[name as keyof typeof boss] })).to.throw('is missing'));
  });
});
