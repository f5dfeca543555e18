import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { topics } from '../../contracts/messages/index.js';
import { connectKafka, createPublisher } from '../../platform/messaging/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { call, expectProblem } from '../support/clients/http.js';
import { askReady, isWhole } from '../support/clients/ready.js';
import { statusMessage, statusOf } from '../support/builders/statusMessages.js';
import { newProduct, type Person, register, shopAt } from './people.js';
import { silent } from './stores.js';
import { startSystem, type System } from './system.js';

const topicNames = Object.keys(topics);

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('Hostile input to the whole system', function () {
  this.timeout(120_000);

  let system: System;
  let shop: ReturnType<typeof shopAt>;
  let admin: string;
  let buyer: Person;

  before(async () => {
    system = await startSystem();
    shop = shopAt(system.urls.gateway);
    admin = await system.adminToken();
    buyer = await register(system.urls.gateway);
  });
  after(() => system.stop());

  const add = (changes: object) =>
    shop.ask('/api/products', { body: newProduct(changes), token: admin });

  const injections = [
    `'; DROP TABLE read.products; --`,
    `' OR '1'='1`,
    `x' UNION SELECT password_hash FROM auth.users --`,
    `$1`,
    `%`,
    `_`,
    `\\`,
    `{"$gt": ""}`,
    `'||pg_sleep(5)||'`,
  ];

  it('Z15: text that is SQL stays text, wherever it goes', async () => {
    for (const text of injections) {
      const name = `${text} ${randomUUID()}`;
      const { status, body } = await add({ name, category: text, description: text });
      expect(status, text).to.equal(201);
      expect(body['product']).to.include({ name, category: text });
      const began = performance.now();
      for (const field of ['search', 'category']) {
        const query = new URLSearchParams({ [field]: text });
        const list = await shop.ask(`/api/products?${query.toString()}`, { token: buyer.token });
        expect(list.status, `${field} ${text}`).to.equal(200);
        expect(JSON.stringify(list.body)).not.to.match(/\$2[aby]\$/);
      }
      expect(performance.now() - began).to.be.below(4_000);
      for (const login of [{ email: text }, { username: text }]) {
        const body = { ...login, password: text };
        expect((await shop.ask('/api/auth/login', { body })).status, text).to.equal(401);
      }
    }
    const list = await shop.ask('/api/products', { token: buyer.token });
    expect(list.body['total']).to.be.at.least(1);
  });

  it('Z15: a percent sign in a search is no wildcard', async () => {
    const marker = randomUUID();
    await add({ name: `${marker} 100% wool` });
    const found = async (search: string) => {
      const query = new URLSearchParams({ search });

      return (await shop.ask(`/api/products?${query.toString()}`, { token: buyer.token })).body[
        'total'
      ];
    };
    for (let tries = 0; tries < 200 && (await found(marker)) !== 1; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));

    expect(await found(`${marker} 100%`)).to.equal(1);
    expect(await found(`${marker}%wool`)).to.equal(0);
    expect(await found(`${marker}_100`)).to.equal(0);
  });

  it('Z15: statements take values as parameters only', () => {
    const constants = new Set('authChanged matching columns place waiting counted'.split(' '));
    const files = readdirSync(join(root, 'services'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join('services', path));
    const put = files.flatMap((path) =>
      [
        ...readFileSync(join(root, path), 'utf8').matchAll(/query(?:<[^(]*>)?\(\s*`([^`]*)`/g),
      ].flatMap(([, text = '']) =>
        [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => ({ path, name })),
      ),
    );

    expect(put.filter(({ name }) => !constants.has(name))).to.deep.equal([]);
    expect(put).not.to.have.length(0);
  });

  it('Z16: no id names a stream of somebody else', async () => {
    for (const id of ['$all', '$streams', 'order-../x', `${randomUUID()}%0d%0aX: y`, '..%2f..'])
      for (const path of ['/api/orders', '/api/products']) {
        const answer = await shop.ask(`${path}/${id}`, { token: admin });
        expect([400, 404], `${path}/${id}`).to.include(answer.status);
        expect(answer.headers.get('x')).to.equal(null);
      }
    const body = { items: [{ productId: '$all', quantity: 1 }] };
    expectProblem(
      await shop.ask('/api/orders', {
        body,
        token: buyer.token,
        headers: { 'idempotency-key': 'key-of-nobody' },
      }),
      400,
      'VALIDATION_FAILED',
    );
  });

  it('S8: metrics are for this machine, and nothing of a service’s inside passes the gateway', async () => {
    const { gateway } = system.urls;
    const headers = { 'x-forwarded-for': '8.8.8.8' };
    expect((await call(`${gateway}/metrics`, { headers })).status).to.equal(404);
    for (const path of [
      '/api/orders/metrics',
      '/api/products/metrics',
      '/admin',
      '/debug',
      '/internal',
    ])
      expect([400, 404], path).to.include((await shop.ask(path, { token: admin })).status);
  });

  it('S8: services listen on loopback only', async function () {
    const address = Object.values(networkInterfaces())
      .flatMap((found) => found ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
    if (address === undefined) this.skip();
    for (const url of Object.values(system.urls)) {
      const outside = url.replace('127.0.0.1', address);
      const answered = await fetch(`${outside}/health`).then(
        () => true,
        () => false,
      );
      expect(answered, outside).to.equal(false);
    }
  });

  it('S10: messages that nobody meant are sent to the dead letters, and the next order goes through', async () => {
    const kafka = connectKafka({ brokers: system.brokers, clientId: 'test', logger: silent });
    const publisher = createPublisher(kafka);
    const values = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('{"orderId":"$all"}', '{"__proto__":{"x":1}}', '', '[]', '{}', 'null'),
    );
    const types = fc.constantFrom(...topicNames, 'order.amended', '', '__proto__');
    const samples = fc.sample(fc.tuple(values, types), { seed: 7, numRuns: 60 });
    for (const topic of topicNames)
      for (const [index, [value, type]] of samples.entries())
        await publisher.send(topic, index % 6, [
          { key: randomUUID(), value, headers: { ce_id: randomUUID(), ce_type: type } },
        ]);
    for (const partition of [0, 1, 2, 3, 4, 5])
      await publisher.send('order.status', partition, [
        statusMessage(statusOf({ message: 'a\0b' })),
        statusMessage(statusOf({ reason: '\ud800' })),
        { ...statusMessage(), value: JSON.stringify({ items: Array(50_000).fill({}) }) },
      ]);
    await publisher.stop();
    await kafka.stop();
    const product = await shop.addProduct(admin);
    for (let index = 0; index < 6; index += 1) {
      const { id } = await shop.placeOrder(buyer.token, product.id);
      await shop.settled(id, buyer.token, 'CONFIRMED');
    }
    await eventually(async () => {
      const { body } = await shop.ask('/api/notifications', { token: buyer.token });
      expect(body['total']).to.be.at.least(6);
    }, 20_000);

    for (const url of Object.values(system.urls))
      await eventually(async () => expect(isWhole(await askReady(url)), url).to.equal(true));
  });
});
