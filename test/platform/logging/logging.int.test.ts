import { expect } from 'chai';
import { spawnSync } from 'node:child_process';

const script = `
  import { createLogger } from './platform/logging/index.ts';
  const logger = createLogger({ name: 'test' });
  const secrets = { authorization: 'canary-1', password: 'canary-2', refreshToken: 'canary-3' };
  logger.info(secrets, 'flat');
  logger.info({ body: secrets, headers: { cookie: 'canary-4' } }, 'nested');
  logger.info({ request: { headers: { authorization: 'canary-5' } } }, 'deep');
  logger.error({ err: Object.assign(new Error('it broke'), { code: 'E1', client: { password: 'canary-6' } }) }, 'error');
  logger.info({ userId: 'u-1', path: 'a\\nb' }, 'kept');
  logger.error({ err: new Error('esdb://admin:canary-7@10.0.0.1:2113 is away') }, 'url');
`;

describe('logging', () => {
  const run = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    {
      encoding: 'utf8',
    },
  );
  const lines = run.stderr.trim().split('\n');

  it('S3: masks what is secret, however it is wrapped', () => {
    expect(run.stderr).to.contain('nested').and.not.contain('canary');
  });

  it('writes errors with their code, and nothing of what hangs on them', () => {
    const { err } = JSON.parse(lines[3] ?? '{}') as { err: Record<string, unknown> };

    expect(err).to.include({ type: 'Error', message: 'it broke', code: 'E1' });
    expect(err).to.have.all.keys('type', 'message', 'code', 'stack');
  });

  it('Z16: writes one line per entry, on stderr', () => {
    expect(run.stdout).to.equal('');
    expect(lines).to.have.length(6);
    expect(JSON.parse(lines[4] ?? '{}')).to.include({ userId: 'u-1', path: 'a\nb' });
  });
});
