import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { createRepeatedWarnings } from '../../../platform/logging/repeatedWarnings.js';

describe('logging: a warning that comes again and again', () => {
  it('is let through once a minute, with the number of those left out', () => {
    let now = 0;
    const warnings = createRepeatedWarnings(() => now);
    const verdicts = [0, 300, 14_000, 28_000, 42_000, 56_000, 61_000, 61_300].map((at) => {
      now = at;

      return warnings('the database is away');
    });

    expect(verdicts).to.deep.equal([
      { repeated: 0 },
      ...Array.from({ length: 5 }, () => null),
      { repeated: 5 },
      null,
    ]);
    expect(warnings('the broker is away')).to.deep.equal({ repeated: 0 });
  });

  it('is written at once when it comes back after it was over', () => {
    let now = 0;
    const warnings = createRepeatedWarnings(() => now);
    const verdicts = [0, 300, 20_000, 20_300].map((at) => {
      now = at;

      return warnings('the database is away');
    });

    expect(verdicts).to.deep.equal([{ repeated: 0 }, null, { repeated: 0 }, null]);
  });

  it('is written once, while other lines are all written', () => {
    const script = `
      import { createLogger } from './platform/logging/index.ts';
      const logger = createLogger({ name: 'test' });
      for (let time = 0; time < 50; time += 1) {
        logger.warn({ err: Object.assign(new Error('at ' + time), { code: 'E1' }) }, 'it is away');
        logger.info({ time }, 'goes on');
      }
      logger.warn({ err: Object.assign(new Error('other'), { code: 'E2' }) }, 'it is away');
      logger.error({ err: new Error('unforeseen') }, 'unforeseen');
      logger.error({ err: new Error('unforeseen') }, 'unforeseen');
    `;
    const { stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      { encoding: 'utf8' },
    );
    const messages = stderr
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { msg: string }).msg);

    expect(messages.filter((msg) => msg === 'it is away')).to.have.length(2);
    expect(messages.filter((msg) => msg === 'goes on')).to.have.length(50);
    expect(messages.filter((msg) => msg === 'unforeseen')).to.have.length(2);
  });
});
