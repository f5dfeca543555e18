import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../support/servers/freePort.js';
import { hasRedis, startRedis, type RunningRedis } from '../../../../embedded/redis/index.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import {
  startGatewayBefore,
  startGatewayForTest,
  type GatewayUnderTest,
} from '../gatewayFixture.js';

const limits = { RATE_LIMIT_ORDERS: '10/60', RATE_LIMIT_LOGIN: '500/60' };

// Only where redis-server is on the machine; .ci/run puts it there.
describe('gateway: rate limits in Redis', () => {
  let redis: RunningRedis | undefined;
  let one: GatewayUnderTest;
  let two: GatewayUnderTest;
  const dir = mkdtempSync(join(tmpdir(), 'quicksale-redis-'));
  before(async function () {
    if (!hasRedis()) this.skip();
    redis = await startRedis({ dir, port: await freePort() });
    const env = { ...limits, REDIS_URL: redis.url };
    one = await startGatewayForTest(env);
    two = await startGatewayBefore(one, env);
  });
  after(async () => {
    rmSync(dir, { recursive: true, force: true });
    if (redis === undefined) return;
    await two.stop();
    await one.stop();
    await redis.stop();
  });

  const order = (gateway: GatewayUnderTest, token: string) =>
    call(`${gateway.url}/api/orders`, { method: 'POST', token });
  const logIn = () =>
    call(`${one.url}/api/auth/login`, {
      body: { email: 'nobody@example.org', password: 'whatever' },
    });

  it('Z23: lets exactly 10 of 60 orders of a user through two gateways', async () => {
    const token = await one.newToken();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => order(index % 2 === 0 ? one : two, token)),
    );
    const statuses = answers.map(({ status }) => status);

    expect(statuses.filter((status) => status === 200)).to.have.length(10);
    expect(statuses.filter((status) => status === 429)).to.have.length(50);
  });

  it('refuses logins while Redis hangs, counts the rest in memory, and recovers', async () => {
    const { pid = 0 } = redis ?? {};
    const token = await one.newToken();
    expect((await logIn()).status).to.equal(401);
    process.kill(pid, 'SIGSTOP');
    try {
      const began = performance.now();
      expectProblem(await logIn(), 503, 'LIMITER_UNAVAILABLE');
      expect((await order(one, token)).status).to.equal(200);
      expect(performance.now() - began).to.be.below(2000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const began = performance.now();
    while ((await logIn()).status === 503 && performance.now() - began < 5000);
    expect((await logIn()).status).to.equal(401);
  });
});
