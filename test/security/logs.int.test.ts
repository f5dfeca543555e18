import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { inventoryStreamPrefix } from '../../domain/inventory/index.js';
import { orderStreamPrefix } from '../../domain/order/index.js';
import { productNameStreamPrefix } from '../../domain/productName/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { call, type HttpCall } from '../support/clients/http.js';
import { newKey, type Person, register, shopAt } from './people.js';
import { startSystemProcess, type SystemProcess } from './systemProcess.js';
import { adminTokenAt } from './system.js';

type Entry = Readonly<Record<string, unknown>>;

describe('What the logs know, and what nobody keeps', function () {
  this.timeout(180_000);

  let system: SystemProcess;
  let person: Person;
  let admin: string;
  const canary = `canary-${randomUUID()}`;
  const ask = (path: string, options?: HttpCall) => call(`${system.gateway}${path}`, options);

  before(async () => {
    system = await startSystemProcess({ LOG_LEVEL: 'trace', RATE_LIMIT_RESERVE: '3/60' });
    admin = await adminTokenAt(system.gateway);
    person = await register(system.gateway, { password: `password-${canary}` });
  });
  after(() => system.stop());

  const refresh = (refreshToken: string) => ask('/api/auth/refresh', { body: { refreshToken } });
  const entryOf = async (isMeant: (entry: Entry) => boolean): Promise<Entry> => {
    let found: Entry | undefined;
    await eventually(() => {
      found = system.logged().find(isMeant);
      expect(found, 'the line').to.be.an('object');
    });

    return found ?? {};
  };
  const answered = (requestId: string) =>
    entryOf(({ name, msg, requestId: id }) =>
      name === 'gateway' && msg === 'answered' ? id === requestId : false,
    );

  describe('S13: security events', () => {
    it('tell a login that failed from one that did not, with request, user and address', async () => {
      const body = { email: person.email, password: 'wrong' };
      const failed = await ask('/api/auth/login', { body });
      const right = await ask('/api/auth/login', { body: { ...body, password: person.password } });

      for (const [answer, event] of [
        [failed, 'login_failed'],
        [right, 'logged_in'],
      ] as const) {
        const requestId = answer.headers.get('x-request-id') ?? '';
        const line = await entryOf(
          ({ requestId: id, event: of }) => id === requestId && of === event,
        );
        expect(line).to.include({ name: 'auth', userId: person.userId });
      }
      const requestId = failed.headers.get('x-request-id') ?? '';
      expect(await answered(requestId)).to.include({ status: 401, address: '127.0.0.1' });
    });

    it('tell the path as it was asked for, where that is an old spelling', async () => {
      const old = await ask('/profile');
      const current = await ask('/api/profile');
      const lineOf = (answer: typeof old) => answered(answer.headers.get('x-request-id') ?? '');

      expect(await lineOf(old)).to.include({ path: '/api/profile', requestedPath: '/profile' });
      expect(await lineOf(current)).to.not.have.property('requestedPath');
    });

    it('tell that a refresh token came back after its use', async () => {
      const { refreshToken } = await register(system.gateway);
      const second = String((await refresh(refreshToken)).body['refreshToken']);
      await refresh(second);
      const answer = await refresh(refreshToken);

      expect(answer.body).to.include({ code: 'REFRESH_TOKEN_REUSED' });
      const line = await entryOf(
        ({ event, requestId }) =>
          event === 'refresh_token_reused' && requestId === answer.headers.get('x-request-id'),
      );
      expect(line['sessionId']).to.be.a('string');
    });

    it('tell a logout', async () => {
      const { token, refreshToken, userId } = await register(system.gateway);
      await ask('/api/auth/logout', { body: { refreshToken }, token });

      await entryOf(({ event, userId: id }) => event === 'logged_out' && id === userId);
    });

    it('tell who was refused an admin’s route, and who was over a limit', async () => {
      const { token, userId } = person;
      const reserve = () =>
        ask('/api/inventory/reserve', {
          token,
          body: { reservationId: randomUUID(), productId: randomUUID(), quantity: 1 },
        });
      const answers = [await reserve(), await reserve(), await reserve(), await reserve()];

      expect(answers.map(({ status }) => status)).to.deep.equal([403, 403, 403, 429]);
      for (const { headers, status } of answers) {
        const line = await answered(headers.get('x-request-id') ?? '');
        expect(line).to.include({ status, userId, address: '127.0.0.1' });
      }
    });
  });

  it('S3: passwords, tokens and cookies reach no log, topic, stream or table', async () => {
    const shop = shopAt(system.gateway);
    const bearer = `${canary}.bearer.token`;
    const headers = { cookie: `session=${canary}`, 'x-api-key': canary };
    const product = await shop.addProduct(admin);
    const { id } = await shop.placeOrder(person.token, product.id);
    await shop.settled(id, person.token, 'CONFIRMED');
    for (const body of [
      { email: person.email, password: `wrong-${canary}` },
      { email: person.email, password: { deep: canary } },
      `{"email":"x","password":"broken-${canary}`,
      { refreshToken: `refresh-${canary}` },
    ])
      for (const path of ['register', 'login', 'refresh', 'logout'])
        await ask(`/api/auth/${path}`, { body, headers, token: person.token });
    for (const path of ['/api/orders', '/api/products', '/api/auth/me', '/nothing'])
      for (const url of [path, `${path}?access_token=${canary}`])
        await ask(url, { token: bearer, headers: { ...headers, ...newKey() } });
    await ask(`/socket.io/?EIO=4&transport=polling&token=${canary}`);
    const { body } = await refresh(person.refreshToken);

    const secrets = [canary, person.token, person.refreshToken, admin].concat(
      String(body['accessToken']),
      String(body['refreshToken']),
    );
    const places = {
      log: system.log(),
      topics: topicsOf(system.brokerDir),
      streams: await streamsOf(system),
      tables: await tablesOf(system),
    };
    for (const [place, text] of Object.entries(places)) {
      expect(text.length, `${place} hold something`).to.be.above(200);
      for (const secret of secrets)
        expect(text.includes(secret), `${place}: ${secret}`).to.equal(false);
    }
    for (const place of ['log', 'topics', 'streams'] as const)
      expect(places[place].includes(person.email), `${place}: email`).to.equal(false);
    expect(places.log).not.to.match(/\$2[aby]\$\d\d\$/);
  });
});

const topicsOf = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

const streamsOf = async ({ eventStore }: SystemProcess): Promise<string> => {
  const signal = AbortSignal.timeout(10_000);
  const lines: string[] = [];
  for await (const item of eventStore.subscribeToAll({
    after: 'start',
    streamPrefixes: [orderStreamPrefix, inventoryStreamPrefix, productNameStreamPrefix],
    signal,
  })) {
    if (item.kind === 'caughtUp') break;
    if (item.kind === 'event')
      lines.push(JSON.stringify({ ...item.event, position: String(item.event.position) }));
  }

  return lines.join('\n');
};

const tablesOf = async ({ database }: SystemProcess): Promise<string> => {
  const tables = await database.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_schema IN ('auth', 'read', 'messaging', 'notify', 'projection')`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      database.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`),
    ),
  );

  return rows.flatMap((found) => found.map(({ line }) => line)).join('\n');
};
