import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { hasRedis, type RunningRedis, startRedis } from '../../embedded/redis/index.js';
import { freePort } from '../support/servers/freePort.js';
import { register, shopAt } from './people.js';
import { startSystem, type System } from './system.js';

/** As docs/security.md tells operators. */
const rights = '~quicksale:* +@read +@write +@connection +@scripting -@dangerous +info +time'.split(
  ' ',
);

// Only where redis-server is on the machine; .ci/run puts it there.
describe('S7: a Redis user who may do little', function () {
  this.timeout(120_000);

  let redis: RunningRedis | null = null;
  let operator: Redis;
  let system: System;
  const dir = mkdtempSync(join(tmpdir(), 'quicksale-redis-'));

  before(async function () {
    if (!hasRedis()) this.skip();
    const port = await freePort();
    redis = await startRedis({ dir, port });
    operator = new Redis(redis.url);
    await operator.call('ACL', 'SETUSER', 'quicksale', 'on', '>a-secret', ...rights);
    system = await startSystem({
      REDIS_URL: `redis://quicksale:a-secret@127.0.0.1:${port}`,
      RATE_LIMIT_RESERVE: '2/60',
    });
  });
  after(async () => {
    rmSync(dir, { recursive: true, force: true });
    if (redis === null) return;
    await system.stop();
    operator.disconnect();
    await redis.stop();
  });

  it('S7: serves limits and caches under one key prefix, and no command beyond them', async () => {
    const shop = shopAt(system.urls.gateway);
    const buyer = await register(system.urls.gateway);
    const product = await shop.addProduct(await system.adminToken());
    await shop.ask(`/api/products/${product.id}`, { token: buyer.token });
    const statuses: number[] = [];
    for (let index = 0; index < 3; index += 1)
      statuses.push(
        (await shop.ask('/api/inventory/reserve', { body: {}, token: buyer.token })).status,
      );
    const keys = await operator.keys('*');
    const log = (await operator.call('ACL', 'LOG')) as unknown[];

    expect(log).to.deep.equal([]);
    expect(statuses).to.deep.equal([403, 403, 429]);
    expect(keys.filter((key) => key.startsWith('quicksale:limit:'))).not.to.have.length(0);
    expect(keys).to.include(`quicksale:product:2:${product.id}`);
    expect(keys.filter((key) => !key.startsWith('quicksale:'))).to.deep.equal([]);
  });
});
