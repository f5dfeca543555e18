import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root } from '../architecture/repository.js';
import { streamsPageOf } from '../../embedded/launcher/report.js';
import { createHome, type Home, type System } from '../support/servers/system.js';

describe('npm start', function () {
  this.timeout(180_000);
  let home: Home;
  let system: System;

  before(async () => {
    home = createHome();
    system = await home.start();
  });

  after(() => home.remove());

  it('says which part is what, and where', () => {
    expect(system.output()).to.match(/Kafka +(embedded broker on \d+|yours)/);
    expect(system.output()).to.match(/Postgres +(embedded server on \d+|yours)/);
    expect(system.output()).to.match(/Event store +(embedded EventStoreDB node on \d+|yours)/);
    expect(system.output()).to.match(/gateway +ready on \d+/);
    expect(system.output()).to.match(/admin@quicksale\.local, password \S+/);
  });

  it('writes where everything answers', () => {
    expect(system.endpoints).to.have.all.keys(
      ...['gateway', 'auth', 'inventory', 'orders', 'notifier', 'projector', 'bridge'],
      'operations',
      ...['eventStore', 'kafka', 'postgres', 'redis'],
    );
  });

  for (const name of [
    'gateway',
    'auth',
    'inventory',
    'orders',
    'notifier',
    'projector',
    'bridge',
    'operations',
  ] as const)
    it(`has ${name} answer about its health, readiness and metrics`, async () => {
      const url = system.endpoints[name];
      const [health, ready, metrics] = await Promise.all(
        ['health', 'ready', 'metrics'].map((path) => fetch(`${url}/${path}`)),
      );

      expect(health?.status).to.equal(200);
      expect(await ready?.json()).to.include({ status: 'ready' });
      expect(await metrics?.text()).to.include('# TYPE');
    });

  it('refuses a second start on the same folder, in plain words', async () => {
    const second = home.run('start');

    expect(await second.exited).to.equal(1);
    expect(second.output()).to.match(/already runs on .*QUICKSALE_DATA/);
  });

  it('names the variable when a port that was asked for is in use', async () => {
    const other = createHome();
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const address = holder.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const refused = other.run('start', [], { ORDERS_PORT: port });
    const code = await refused.exited;
    holder.close();
    await other.remove();

    expect(code).to.equal(1);
    expect(refused.output()).to.include(`ORDERS_PORT=${port}`).and.to.include('in use');
  });

  it('makes users from the command line, whose tokens count', async () => {
    const adding = home.run('users', ['add', '3']);
    expect(await adding.exited).to.equal(0);
    const users = adding
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { email: string; accessToken: string });
    const me = await fetch(`${system.endpoints.gateway}/api/profile`, {
      headers: { Authorization: `Bearer ${users[0]?.accessToken ?? ''}` },
    });

    expect(users).to.have.length(3);
    expect(me.status).to.equal(200);
    expect(await me.text()).to.include(users[0]?.email);

    const promoting = home.run('users', ['promote', users[0]?.email ?? '']);
    expect(await promoting.exited).to.equal(0);
    const unknown = home.run('users', ['promote', 'nobody@example.com']);
    expect(await unknown.exited).to.equal(1);
    expect(unknown.output()).to.include('nobody@example.com');
  });

  it('does what the README shows, line by line', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const snippets = [...readme.matchAll(/```bash run\n(.*?)```/gs)].map(([, lines]) => lines);
    const output = execFileSync('bash', ['-euc', snippets.join('\n')], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, QUICKSALE_DATA: system.folder },
    });

    expect(snippets).to.have.length(3);
    expect(output).to.match(/^[0-9a-f-]{36} CONFIRMED .+\nCONFIRMED\n/);
    expect(output).to.include('"OrderPlaced"').and.to.include('"decision":"ACCEPTED"');
  });

  it('prints addresses that work, and so are those that the README names', async () => {
    const usual = new Map([
      ['http://localhost:3000', system.endpoints.gateway],
      ['http://localhost:3004', system.endpoints.notifier],
      ['http://localhost:2113', streamsPageOf(system.endpoints.eventStore).replace(/\/web$/, '')],
    ]);
    const readme = readFileSync(join(root, 'README.md'), 'utf8').replace(/\nWith Docker.*/s, '');
    const named = [...readme.matchAll(/(http:\/\/localhost:\d+)([^\s`)"']*)/g)].map(
      ([, origin = '', path = '']) => `${usual.get(origin) ?? origin}${path}`,
    );
    const printed = [...system.output().matchAll(/http:\/\/[^\s)]+/g)].map(([address]) => address);

    expect(named.length).to.be.greaterThan(3);
    for (const address of new Set([...named, ...printed])) {
      const answer = await fetch(address.replace(/socket\.io\/$/, '$&?EIO=4&transport=polling'));
      expect(answer.status, address).to.equal(200);
    }
  });

  it('says with npm run url where a part is, and refuses one that it does not know', async () => {
    const gateway = home.run('url');
    const kafka = home.run('url', ['kafka']);
    const unknown = home.run('url', ['mainframe']);

    expect([await gateway.exited, await kafka.exited, await unknown.exited]).to.eql([0, 0, 1]);
    expect(gateway.output()).to.equal(`${system.endpoints.gateway}\n`);
    expect(kafka.output()).to.equal(`${system.endpoints.kafka}\n`);
  });

  it('has a shop and a console whose parts are all there', async () => {
    for (const path of ['/', '/console']) {
      const page = await fetch(new URL(path, system.endpoints.gateway));
      const html = await page.text();
      const links = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => link);

      expect(page.headers.get('content-type')).to.include('text/html');
      expect(html).to.contain('/web&quot;');
      expect(links.length).to.be.greaterThan(3);
      for (const link of links)
        expect((await fetch(new URL(link, page.url))).status, link).to.equal(200);
    }
  });

  it('leaves every log-in that the limits allow to the people on the machine', async () => {
    const logIn = () =>
      fetch(`${system.endpoints.gateway}/api/auth/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: 'nobody@example.com', password: 'wrong horse' }),
      });
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await logIn()).status);

    expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429]);
  });

  it('explains itself', async () => {
    for (const command of ['start', 'demo', 'users']) {
      const asked = home.run(command, ['--help']);
      expect(await asked.exited, command).to.equal(0);
      expect(asked.output()).to.include(`npm run ${command}`.replace('run start', 'start'));
    }
  });

  it('refuses an option that it does not know, in plain words', async () => {
    const wrong = home.run('start', ['--bogus']);

    expect(await wrong.exited).to.equal(1);
    expect(wrong.output())
      .to.match(/^Unknown option '--bogus'/m)
      .and.not.contain('    at ');
  });

  it('stops while it is starting', async () => {
    const other = createHome();
    const starting = other.run('start');
    await starting.says('Postgres');
    starting.child.kill('SIGINT');

    expect(await starting.exited).to.equal(0);
    expect(other.processes()).to.deep.equal([]);
    await other.remove();
  });

  it('serves the demo when nothing runs yet, and leaves nothing running', async () => {
    const other = createHome();
    const demo = other.run('demo');
    const code = await demo.exited;
    const left = other.processes();
    await other.remove();

    expect(code, demo.output()).to.equal(0);
    expect(left).to.deep.equal([]);
    expect(demo.output())
      .to.match(/kafka +order\.created/)
      .and.to.match(/kafka +order\.status/);
  });
});
