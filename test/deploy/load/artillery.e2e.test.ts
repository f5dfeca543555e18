import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../architecture/repository.js';
import { createHome, type Home, type System, unlimited } from '../../support/servers/system.js';

/** Where `artillery` is; .ci/run fetches it. */
const artillery = process.env['ARTILLERY'];

describe('load/load-test.yml, for a minute against a running system', function () {
  this.timeout(240_000);
  let home: Home | undefined;
  let system: System;

  before(async function () {
    if (artillery === undefined) {
      process.stdout.write('      needs ARTILLERY, see .ci/run: not run\n');
      this.skip();
    }
    home = createHome();
    system = await home.start([], { ...unlimited, BCRYPT_COST: '4' });
  });

  after(() => home?.remove());

  it('keeps its thresholds', async () => {
    const script = join(root, 'load/load-test.yml');
    const child = spawn(artillery ?? '', ['run', script, '--target', system.endpoints.gateway], {
      env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];

    expect(code, output).to.equal(0);
    expect(output).to.match(/http\.codes\.201/);
  });
});
