import { expect } from 'chai';
import { join } from 'node:path';
import { root } from '../../architecture/repository.js';
import { needTools, runTool } from '../support/tools.js';

const folder = join(root, 'deploy/prometheus');

describe('deploy/prometheus', () => {
  it('passes promtool, with every test of an alert', function () {
    this.timeout(60_000);
    needTools(this, 'promtool');
    const config = runTool('promtool', ['check', 'config', 'prometheus.yml'], folder);
    const tests = runTool('promtool', ['test', 'rules', 'tests/alerts.test.yml'], folder);

    expect(config.code, config.output).to.equal(0);
    expect(tests.code, tests.output).to.equal(0);
    expect(tests.output).to.include('SUCCESS');
  });
});
