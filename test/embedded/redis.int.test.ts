import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOf } from '../../embedded/host/processIdentity.js';
import { hasRedis, startRedis } from '../../embedded/redis/index.js';
import { freePort } from '../support/servers/freePort.js';

// Only where redis-server is on the machine; .ci/run puts it there.
describe('The Redis of this machine', () => {
  let dir: string;

  before(function () {
    if (!hasRedis()) this.skip();
  });
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'quicksale-redis-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('takes the place of a server that outlived its launcher', async () => {
    const left = await startRedis({ dir, port: await freePort() });
    const next = await startRedis({ dir, port: await freePort() });

    expect(startOf(left.pid)).to.equal(null);
    await next.stop();
    expect(startOf(next.pid)).to.equal(null);
  });

  it('keeps the environment that it was started with', async function () {
    if (process.platform !== 'linux') this.skip();
    const server = await startRedis({ dir, port: await freePort() });
    const environment = readFileSync(`/proc/${server.pid}/environ`, 'utf8');
    await server.stop();

    expect(environment).to.contain('PATH=');
  });
});
