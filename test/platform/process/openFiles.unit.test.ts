import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileLimit } from '../../../platform/process/index.js';

describe('openFileLimit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quicksale-limits-'));
  const limitOf = (line: string): number | null => {
    const file = join(folder, 'limits');
    writeFileSync(file, `Limit  Soft Limit  Hard Limit  Units\n${line}\n`);

    return openFileLimit(file);
  };

  after(() => rmSync(folder, { recursive: true }));

  it('is the soft limit', () => {
    expect(
      limitOf('Max open files            1024                 4096                 files'),
    ).to.equal(1_024);
  });

  it('is null without a limit, and where the system does not say', () => {
    expect(
      limitOf('Max open files            unlimited            unlimited            files'),
    ).to.equal(null);
    expect(openFileLimit(join(folder, 'none'))).to.equal(null);
  });
});
