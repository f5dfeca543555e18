import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDemoProduct } from '../../embedded/demo/actors.js';
import { expectStatus } from '../../embedded/demo/api.js';
import { hasRedis } from '../../embedded/redis/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { register } from '../security/people.js';
import { eventually } from '../support/assertions/eventually.js';
import { expectSoundOrders } from '../support/assertions/soundOrders.js';
import { call } from '../support/clients/http.js';
import { startImpatientLoad } from '../support/clients/impatientLoad.js';
import { followPushes, type PushLog } from '../support/clients/pushLog.js';
import { askReady, isWhole } from '../support/clients/ready.js';
import { openShop, type Shop } from '../support/clients/shop.js';
import { realBrokers, untilReplicated } from '../support/servers/realKafka.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

/**
 * INSTANCES_PROCESSES=1 gives each of the sixteen a process of its own, and replaces them one by
 * one; without it there are four processes, two of the API and two of the workers. Brokers are
 * replaced where KAFKA_BROKERS has the three of `.ci/real-kafka start 3`; as `.ci/run` does.
 */
const isLong = process.env['INSTANCES_PROCESSES'] === '1';

const replaced = isLong
  ? ['auth', 'inventory', 'orders', 'notifier', 'operations', 'projector', 'bridge', 'gateway']
  : ['api', 'workers'];

const logins = 20;

describe('npm start -- --instances 2', function () {
  this.timeout(isLong ? 600_000 : 240_000);
  let home: Home;
  let system: System;
  let shop: Shop;
  let admin: string;
  let productId: string;
  const sockets: PushLog[] = [];
  const placed: Readonly<{ id: string }>[] = [];

  before(async () => {
    home = createHome();
    const settings = {
      ...unlimited,
      RATE_LIMIT_LOGIN: `${logins}/600`,
      // Kafka takes 9 s to see that a broker was killed, and this machine may be busy
      ADMISSION_MAX_LAG_MS: '60000',
    };
    system = await home.start(['--instances', '2', ...(isLong ? ['--processes'] : [])], settings);
    shop = openShop(system);
    // before the limit of log-ins is used up
    admin = await shop.admin();
    productId = await addDemoProduct(shop.api, admin, { stock: 100_000 });
  });
  afterEach(() => sockets.splice(0).forEach(({ stop }) => stop()));
  after(() => home.remove());

  const instancesOf = (name: string): readonly string[] => system.endpoints.instances?.[name] ?? [];
  const follow = (token: string): PushLog => {
    const log = followPushes(shop.gateway, token);
    sockets.push(log);

    return log;
  };
  /** Of each instance of a service. */
  const valuesOf = (name: string, metric: RegExp): Promise<readonly number[]> =>
    Promise.all(
      instancesOf(name).map(async (url) => {
        const text = await (await fetch(`${url}/metrics`)).text();

        return [...text.matchAll(metric)].reduce((sum, [, value]) => sum + Number(value), 0);
      }),
    );
  const untilAllReady = (): Promise<void> =>
    eventually(async () => {
      for (const url of Object.values(system.endpoints.instances ?? {}).flat())
        expect(isWhole(await askReady(url)), url).to.equal(true);
    }, 90_000);

  it('serves at one address by two gateways, each of which sends to two of the others', async () => {
    await Promise.all(Array.from({ length: 40 }, () => call(`${shop.gateway}/api/products`)));

    for (const name of ['gateway', 'inventory'])
      for (const count of await valuesOf(name, /request_duration_seconds_count\{.*\} (\d+)/g))
        expect(count, name).to.be.above(5);
  });

  it('places one order for a key that comes ten times at once', async () => {
    const token = await shop.customer();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => shop.order(token, productId, key)),
    );
    const ids = answers.flatMap(({ body }) => ('order' in body ? [body.order.id] : []));

    placed.push({ id: ids[0] ?? '' });
    expect(new Set(ids).size).to.equal(1);
    expect((await shop.outcome(token, ids[0] ?? '')).status).to.equal('CONFIRMED');
  });

  it('pushes what became of an order to the sockets at both notifiers', async () => {
    const token = await shop.customer();
    const all = Array.from({ length: 6 }, () => follow(token));
    await eventually(() => expect(all.every(({ isConnected }) => isConnected())).to.equal(true));
    const counts = await valuesOf('notifier', /quicksale_notifier_sockets\{.*\} (\d+)/g);
    expect(Math.min(...counts), String(counts)).to.be.above(0);
    placed.push(expectStatus(await shop.order(token, productId), 201).order);

    for (const { updates } of all)
      await eventually(() => expect(updates.at(-1)?.status).to.equal('CONFIRMED'), 20_000);
  });

  it('ends a session everywhere within 2 s of its logout', async () => {
    const { token, refreshToken } = await register(shop.gateway);
    const all = Array.from({ length: 6 }, () => follow(token));
    await eventually(() => expect(all.every(({ isConnected }) => isConnected())).to.equal(true));
    const body = { refreshToken };
    const { status } = await call(`${shop.gateway}/api/auth/logout`, { body, token });
    expect(status).to.equal(204);

    for (const { refusals } of all)
      await eventually(() => expect(refusals).to.include('SESSION_REVOKED'), 4_000);
    for (const url of instancesOf('gateway'))
      expect((await call(`${url}/api/auth/me`, { token })).body).to.include({
        code: 'SESSION_REVOKED',
      });
  });

  it('counts a limit once for both gateways', async function () {
    if (!hasRedis()) this.skip();
    const answers = await Promise.all(
      Array.from({ length: 2 * logins }, () =>
        call(`${shop.gateway}/api/auth/login`, { body: {} }),
      ),
    );

    // the admin has logged in once
    expect(answers.filter(({ status }) => status !== 429)).to.have.length(logins - 1);
  });

  it('is replaced one by one under load: no request fails, no push is lost', async () => {
    const logs = await underLoad(async () => {
      for (const name of replaced)
        for (const instance of [`${name}-1`, `${name}-2`]) {
          const pid = system.pidOf(instance);
          process.kill(pid, 'SIGTERM');
          await eventually(() => expect(system.pidOf(instance)).to.not.equal(pid), 30_000);
          await untilAllReady();
        }
    });

    for (const { connections } of logs) expect(connections()).to.be.above(1);
  });

  it('sells on while each of three brokers is replaced, and the last one killed', async function () {
    const brokers = await realBrokers();
    if (brokers.length < 3) this.skip();
    const addresses = system.endpoints.kafka.split(',');
    await underLoad(async () => {
      for (const [index, broker] of brokers.entries()) {
        await untilReplicated(addresses, brokers.length);
        await (index === 2 ? broker.kill() : broker.stop());
        await sleep(2_000);
        await broker.resume();
      }
      await untilReplicated(addresses, brokers.length);
    });
    const logger = createLogger({ name: 'test', level: 'silent' });
    const url = system.endpoints.postgres;
    const database = connectDatabase({ url, logger, queryTimeoutMs: 20_000 });
    await expectSoundOrders({ database, brokers: addresses, accepted: placed });
    await database.stop();
  });

  it('sells out by two orders processes: each unit once, and to nobody else', async () => {
    const [units, requests] = [100, 400];
    const scarce = await addDemoProduct(shop.api, admin, { stock: units });
    const tokens = await Promise.all(Array.from({ length: 8 }, () => shop.customer()));
    const answers = await Promise.all(
      Array.from({ length: requests }, (_, index) => buyInTheEnd(tokens[index % 8] ?? '', scarce)),
    );
    const accepted = answers.flatMap(({ status, body }) =>
      status === 201 ? [body['order'] as Readonly<{ id: string }>] : [],
    );
    const outcomes = await Promise.all(accepted.map(({ id }) => shop.outcome(admin, id)));
    const cancelled = outcomes.filter(({ status }) => status === 'CANCELLED');
    if (isLong) process.stdout.write(`      ${cancelled.length} orders beyond ${units} units\n`);

    expect(outcomes.length - cancelled.length).to.equal(units);
    for (const { status, body } of answers)
      if (status !== 201) expect(body['code']).to.equal('SOLD_OUT');
    for (const { reason } of cancelled) expect(reason).to.equal('OUT_OF_STOCK');
    for (const admitted of await valuesOf('orders', /admission_admitted_total\{.*\} (\d+)/g))
      expect(admitted).to.be.above(0);
    const stock = await call(`${shop.gateway}/api/products/${scarce}/stock`);
    expect(stock.body).to.include({ onHand: units, reserved: units, available: 0, outstanding: 0 });
  });

  it('stops with exit code 0 and leaves nothing running', async () => {
    expect(await system.stop()).to.equal(0);
    expect(home.processes()).to.deep.equal([]);
  });

  /**
   * Four buyers buy, read, and hear of their orders while `work` is done: each request is sent once
   * and succeeds, each order is confirmed, and each push comes once and in order.
   */
  const underLoad = async (work: () => Promise<void>): Promise<readonly PushLog[]> => {
    const buyers = await Promise.all(
      Array.from({ length: 4 }, async () => ({ token: await shop.customer() })),
    );
    const logs = buyers.map(({ token }) => follow(token));
    const load = startImpatientLoad({ url: shop.gateway, buyers, productId, everyMs: 100 });
    try {
      await work();
    } finally {
      await load.stop();
    }
    expect(load.failures).to.deep.equal([]);
    expect(load.requests()).to.be.above(200);
    for (const [at, { token }] of buyers.entries())
      await expectPushes(logs[at] ?? follow(token), load.placed.get(token) ?? []);

    return logs;
  };

  /** Repeats what is refused because too many wait, with its key; resolves to 201 or a final no. */
  const buyInTheEnd = async (token: string, id: string): ReturnType<typeof call> => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { items: [{ productId: id, quantity: 1 }] };
    let answer = await call(`${shop.gateway}/api/orders`, { body, token, headers });
    for (let tries = 1; answer.status === 503 && tries < 40; tries += 1) {
      await sleep(1_000);
      answer = await call(`${shop.gateway}/api/orders`, { body, token, headers });
    }
    expect(answer.status, JSON.stringify(answer.body)).to.be.oneOf([201, 409]);

    return answer;
  };

  const expectPushes = async ({ updates }: PushLog, ids: readonly string[]): Promise<void> => {
    placed.push(...ids.map((id) => ({ id })));
    const confirmed = () => updates.filter(({ status }) => status === 'CONFIRMED');
    await eventually(() => {
      expect(confirmed().map(({ orderId }) => orderId)).to.have.members([...ids]);
    }, 60_000);
    const cursors = updates.map(({ cursor }) => cursor);
    expect(cursors).to.deep.equal(cursors.map((_, index) => index + 1));
  };
});
