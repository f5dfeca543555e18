import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { request } from 'node:https';
import { root } from '../../architecture/repository.js';
import { hasRedis, type RunningRedis, startRedis } from '../../../embedded/redis/index.js';
import { type Service, startSystem, type System } from '../../security/system.js';
import { freePort } from '../../support/servers/freePort.js';
import { needTools } from '../support/tools.js';
import { type Front, startNginx } from './front.js';

describe('NGINX of Debian, before two gateways and two notifiers, over TLS', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'quicksale-nginx-'));
  const others: Service[] = [];
  let redis: RunningRedis | null = null;
  let system: System | undefined;
  let front: Front | undefined;

  before(async function () {
    needTools(this, 'nginx');
    if (hasRedis()) redis = await startRedis({ dir: folder, port: await freePort() });
    system = await startSystem({
      SOLD_OUT_FAST_PATH: 'off',
      TRUSTED_PROXIES: '127.0.0.0/8',
      ...(redis !== null && { REDIS_URL: redis.url, RATE_LIMIT_RESERVE: '10/60' }),
    });
    const notifier = await system.startNotifier();
    const gateway = await system.startGateway({ NOTIFIER_URL: notifier.url });
    others.push(notifier, gateway);
    front = await startNginx(folder, {
      gateways: [system.urls.gateway, gateway.url],
      notifiers: [system.urls.notifier, notifier.url],
    });
  });

  after(async () => {
    await front?.stop();
    await Promise.all(others.map(({ stop }) => stop()));
    await system?.stop();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** In a process of its own: Node reads what authorities it trusts when it starts. */
  const runThrough = (file: string): Promise<Readonly<{ code: number | null; output: string }>> =>
    new Promise((resolve) => {
      const mocha = join(dirname(createRequire(import.meta.url).resolve('mocha')), 'bin/mocha.js');
      const child = spawn(process.execPath, [mocha, '--exit', file], {
        cwd: root,
        env: {
          ...process.env,
          QUICKSALE_FRONT: front?.url,
          QUICKSALE_FRONT_NOTIFIERS: [system?.urls.notifier, others[0]?.url].join(','),
          QUICKSALE_FRONT_LIMITS: redis === null ? 'off' : 'on',
          NODE_EXTRA_CA_CERTS: front?.caFile,
        },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('close', (code) => resolve({ code, output }));
    });

  it('passes the whole way of an order', async () => {
    const { code, output } = await runThrough('test/e2e/orderFlow.e2e.test.ts');

    expect(code, output).to.equal(0);
    expect(output).to.match(/(1[5-9]|[2-9]\d) passing/);
  });

  it('passes sockets on both transports, limits, logout and what is only for operators', async () => {
    const { code, output } = await runThrough('test/deploy/nginx/throughFront.ts');

    expect(code, output).to.equal(0);
    expect(output).to.match(/[5-9] passing/);
  });

  it('sends plain HTTP to HTTPS', async () => {
    const answer = await fetch(`${front?.plainUrl}/api/products?page=1`, { redirect: 'manual' });

    expect(answer.status).to.equal(308);
    expect(answer.headers.get('location')).to.match(/^https:.*\/api\/products\?page=1$/);
  });

  it('goes on without a gateway that ended, and loses no request', async () => {
    const statuses: number[] = [];
    await others[1]?.stop();
    for (let sent = 0; sent < 20; sent += 1)
      statuses.push(await statusOf(`${front?.url}/api/products`, front?.ca ?? ''));

    expect(statuses).to.deep.equal(statuses.map(() => 200));
  });
});

const statusOf = (url: string, ca: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { ca, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
