import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { userList } from '../../../../contracts/http/users.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import { register, startAuthForTest, textOf, type AuthUnderTest } from '../authFixture.js';
import { openUserAdministration } from './userAdministrationFixture.js';

const admin = { email: 'boss@example.org', password: 'a long word of the boss' };

describe('auth: /api/users', () => {
  let auth: AuthUnderTest;
  let token: string;
  before(async () => {
    const env = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
    auth = await startAuthForTest(env);
    token = textOf(await call(`${auth.url}/api/auth/login`, { body: admin }), 'accessToken');
  });
  after(() => auth.stop());

  const list = async (query: string) => {
    const { status, body } = await call(`${auth.url}/api/users${query}`, { token });
    expect(status).to.equal(200);

    return userList.parse(body);
  };
  const change = (id: string, body: object) =>
    call(`${auth.url}/api/users/${id}`, { method: 'PATCH', token, body });
  const idOf = ({ body }: Readonly<{ body: Record<string, unknown> }>) =>
    (body['user'] as { id: string }).id;
  const me = (accessToken: string) => call(`${auth.url}/api/auth/me`, { token: accessToken });

  it('lists users, newest first, a page at a time', async () => {
    const mark = randomUUID();
    for (const number of [1, 2, 3])
      await register(auth.url, { email: `${number}.${mark}@example.org` });
    const first = await list(`?search=${mark}&limit=2`);
    const second = await list(`?search=${mark}&limit=2&page=2`);

    expect([...first.users, ...second.users].map(({ email }) => email[0])).to.deep.equal([
      '3',
      '2',
      '1',
    ]);
    expect(first).to.include({ total: 3, page: 1, limit: 2 });
  });

  it('searches a part of the address in any case, where no sign has a meaning', async () => {
    const mark = randomUUID();
    await register(auth.url, { email: `a_b+${mark}@example.org` });
    const find = async (text: string) => (await list(`?search=${encodeURIComponent(text)}`)).total;

    expect(await find(`A_B+${mark.toUpperCase()}`)).to.equal(1);
    expect(await find(`a%${mark}`)).to.equal(0);
    expect(await find(`axb+${mark}`)).to.equal(0);
  });

  it('filters by role and by who is locked', async () => {
    const locked = await register(auth.url);
    await change(idOf(locked), { isActive: false });

    expect((await list('?role=admin')).users.map(({ email }) => email)).to.include(admin.email);
    expect((await list('?status=locked')).users.map(({ id }) => id)).to.include(idOf(locked));
    expect((await list('?status=active')).users.map(({ id }) => id)).not.to.include(idOf(locked));
  });

  it('leaves out who has deleted the account, and changes nothing of it any more', async () => {
    const gone = await register(auth.url);
    await call(`${auth.url}/api/auth/me`, {
      method: 'DELETE',
      token: textOf(gone, 'accessToken'),
      body: { password: gone.password },
    });

    expect((await list('?search=quicksale.invalid')).total).to.equal(0);
    expectProblem(
      await call(`${auth.url}/api/users/${idOf(gone)}`, { token }),
      404,
      'USER_NOT_FOUND',
    );
    expectProblem(await change(idOf(gone), { isActive: true }), 404, 'USER_NOT_FOUND');
  });

  it('T11: locks with all sessions and sockets, and unlocks', async () => {
    const person = await register(auth.url);
    const { email, password } = person;
    const { body } = await change(idOf(person), { isActive: false });

    expect(body['user']).to.include({ email, isActive: false });
    await eventually(async () =>
      expectProblem(await me(textOf(person, 'accessToken')), 401, 'SESSION_REVOKED'),
    );
    const logIn = () => call(`${auth.url}/api/auth/login`, { body: { email, password } });
    expectProblem(await logIn(), 401, 'INVALID_CREDENTIALS');
    await change(idOf(person), { isActive: true });
    expect((await logIn()).status).to.equal(200);
  });

  it('T11: promotes and demotes, each of which ends the sessions of before', async () => {
    const { email, password, ...person } = await register(auth.url);
    const logIn = () => call(`${auth.url}/api/auth/login`, { body: { email, password } });
    await change(idOf(person), { role: 'admin' });
    await eventually(async () =>
      expectProblem(await me(textOf(person, 'accessToken')), 401, 'SESSION_REVOKED'),
    );
    const asAdmin = textOf(await logIn(), 'accessToken');
    expect((await call(`${auth.url}/api/users`, { token: asAdmin })).status).to.equal(200);
    await change(idOf(person), { role: 'customer' });
    await eventually(async () => expectProblem(await me(asAdmin), 401, 'SESSION_REVOKED'));
  });

  it('keeps the last admin, whatever is sent, and whichever way', async () => {
    const { users } = await list('?role=admin&status=active');
    const [boss] = users;
    expect(users).to.have.length(1);
    for (const changes of [{ isActive: false }, { role: 'customer' }])
      expectProblem(await change(boss?.id ?? '', changes), 409, 'LAST_ADMIN');
    const administration = openUserAdministration(auth.config);
    const refused = await administration.lock(admin.email).catch((error: unknown) => error);
    await administration.stop();

    expect(refused).to.include({ code: 'LAST_ADMIN' });
    expect((await me(token)).status).to.equal(200);
  });

  it('names what is wrong with a change', async () => {
    const person = await register(auth.url);
    for (const body of [{}, { role: 'owner' }, { isActive: 'no' }, { email: 'x@example.org' }])
      expectProblem(await change(idOf(person), body), 400, 'VALIDATION_FAILED');
    expectProblem(await change(randomUUID(), { isActive: true }), 404, 'USER_NOT_FOUND');
  });

  it('keeps one of two admins who demote each other at once', async () => {
    const other = await register(auth.url);
    await change(idOf(other), { role: 'admin' });
    const admins = (await list('?role=admin&status=active')).users;
    const answers = await Promise.all(admins.map(({ id }) => change(id, { role: 'customer' })));

    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
  });
});
