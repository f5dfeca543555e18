import { expect } from 'chai';
import { accountOf } from '../../../../services/gateway/limits/accountOf.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import { locales } from '../../../support/servers/locales.js';
import { freshDatabase } from '../../../support/servers/postgres.js';
import { register, startAuthForTest, type AuthUnderTest } from '../authFixture.js';

for (const [locale, clause] of Object.entries(locales))
  describe(`auth: names in a database whose locale is ${locale}`, () => {
    let auth: AuthUnderTest;
    before(async () => {
      auth = await startAuthForTest({ DATABASE_URL: await freshDatabase({ locale: clause }) });
    });
    after(() => auth.stop());

    const logIn = async (credentials: object) =>
      (await call(`${auth.url}/api/auth/login`, { body: credentials })).status;

    it('are the same in any case', async () => {
      const given = { email: 'INFO.IRIS@EXAMPLE.ORG', username: 'IRIS.i' };
      const { password, status } = await register(auth.url, given);

      expect(status).to.equal(201);
      for (const email of ['info.iris@example.org', 'Info.Iris@Example.org', given.email])
        expect(await logIn({ email, password }), email).to.equal(200);
      for (const username of ['iris.i', 'IRIS.I', 'Iris.I'])
        expect(await logIn({ username, password }), username).to.equal(200);
    });

    it('are taken in any case', async () => {
      const { email } = await register(auth.url, { email: 'ines@example.org', username: 'Ines' });

      expectProblem(await register(auth.url, { email: email.toUpperCase() }), 409, 'EMAIL_TAKEN');
      for (const username of ['ines', 'INES', 'iNeS'])
        expectProblem(await register(auth.url, { username }), 409, 'USERNAME_TAKEN');
    });

    it('may be typed in full width, or with blanks around them', async () => {
      const { password } = await register(auth.url, { email: 'tim@example.org', username: 'timi' });

      expect(await logIn({ username: 'ｔｉｍｉ', password })).to.equal(200);
      expect(await logIn({ email: ' ｔｉｍ＠example.org\u3000', password })).to.equal(200);
    });
  });

describe('auth: the account that a limit counts', () => {
  const counted = (body: object) => accountOf(Buffer.from(JSON.stringify(body)));

  it('is one, however its name is typed', () => {
    const names = ['timi', 'TIMI', ' timi ', 'ｔｉｍｉ', 'ＴＩＭＩ\u3000'];

    expect(new Set(names.map((username) => counted({ username }))).size).to.equal(1);
    expect(new Set(names.map((email) => counted({ email }))).size).to.equal(1);
  });
});
