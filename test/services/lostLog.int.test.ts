import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { nodeCommand } from '../../platform/process/index.js';

describe('a service whose log is on a full disk', function () {
  this.timeout(60_000);

  for (const name of ['auth', 'inventory', 'orders', 'notifier', 'projector', 'bridge'])
    it(`answers /health and ends, though it reaches nothing: ${name}`, async function () {
      if (process.platform !== 'linux') this.skip();
      const log = openSync('/dev/full', 'w');
      const { command, args } = nodeCommand(
        new URL(`../../services/${name}/main.js`, import.meta.url),
      );
      const env = { ...process.env, ...nowhere, [`${name.toUpperCase()}_PORT`]: '0' };
      const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', log] });
      closeSync(log);
      const [said] = (await once(child.stdout ?? child, 'data')) as [Buffer];
      const { url } = JSON.parse(said.toString()) as { url: string };

      expect((await fetch(`${url}/health`)).status).to.equal(200);
      child.kill('SIGTERM');
      const [code] = (await once(child, 'close')) as [number | null];
      expect(code).to.equal(0);
    });
});

/** Nobody listens there. */
const nowhere = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
  KAFKA_BROKERS: '127.0.0.1:1',
  REDIS_URL: 'redis://127.0.0.1:1',
  LOG_LEVEL: 'debug',
};
