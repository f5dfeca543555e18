import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../architecture/repository.js';
import { needTools, runTool } from '../support/tools.js';

const files = readdirSync(join(root, '.github/workflows'));

describe('.github/workflows', () => {
  it('has nothing that actionlint finds', function () {
    needTools(this, 'actionlint');
    const paths = files.map((file) => join(root, '.github/workflows', file));
    const { code, output } = runTool('actionlint', ['-no-color', ...paths]);

    expect(code, output).to.equal(0);
  });
});
