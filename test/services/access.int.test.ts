import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { createLogger } from '../../platform/logging/index.js';
import { nodeCommand } from '../../platform/process/index.js';
import { readModelNames, rebuildReadModels } from '../../services/projector/rebuildReadModels.js';
import { rejectionOf } from '../support/assertions/rejectionOf.js';
import {
  type DenyingEventStore,
  refusals,
  startDenyingEventStore,
} from '../support/servers/denyingEventStore.js';

describe('A service that the event store refuses', () => {
  let store: DenyingEventStore;

  before(async () => (store = await startDenyingEventStore(refusals.noRight)));
  after(() => store.stop());

  for (const service of ['orders', 'inventory', 'projector'])
    it(`ends with one line and a final exit code: ${service}`, async () => {
      const { code, errors } = await run(service, {
        EVENTSTORE_URL: `esdb://shop:planted@127.0.0.1:${store.port}?tls=false`,
        DATABASE_URL: 'postgres://shop:planted@127.0.0.1:1/shop',
        KAFKA_BROKERS: '127.0.0.1:1',
      });

      expect(code).to.equal(78);
      expect(errors.trimEnd().split('\n'), errors).to.have.length(1);
      expect(errors)
        .to.include(`${service}: The event store at esdb://shop:***@127.0.0.1`)
        .and.include('grant-read --account shop')
        .and.not.include('planted');
    });
});

describe('A rebuild whose event store refuses the account', () => {
  it('says so, with the way to get the right', async () => {
    const store = await startDenyingEventStore(refusals.noRight);
    const error = await rejectionOf(
      rebuildReadModels(
        {
          databaseUrl: 'postgres://shop:planted@127.0.0.1:1/shop',
          eventStoreUrl: `esdb://shop:planted@127.0.0.1:${store.port}?tls=false`,
          logger: createLogger({ name: 'test', level: 'silent' }),
        },
        { names: readModelNames, onlyCheck: true, onProgress: () => undefined },
      ),
    );
    store.stop();

    expect(String(error)).to.include('grant-read --account shop').and.not.include('planted');
  });
});

type End = Readonly<{ code: number | null; errors: string }>;

const run = (service: string, env: Readonly<Record<string, string>>): Promise<End> => {
  const module = new URL(`../../services/${service}/main.ts`, import.meta.url);
  const { command, args } = nodeCommand(module);
  const child = spawn(command, args, { env: { PATH: process.env['PATH'], ...env } });
  const deadline = setTimeout(() => child.kill('SIGKILL'), 40_000);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));

  return new Promise((resolve) =>
    child.once('close', (code) => {
      clearTimeout(deadline);
      resolve({ code, errors });
    }),
  );
};
