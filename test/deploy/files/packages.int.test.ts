import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { root } from '../../architecture/repository.js';

const run = (...args: readonly string[]) =>
  spawnSync('npm', ['run', '--silent', ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });

describe('packages', function () {
  this.timeout(60_000);

  it('npm run licences lists each with its licence, and finds none that we do not take', () => {
    const { status, stdout, stderr } = run('licences', '--', '--all');

    expect(stderr).to.equal('');
    expect(status).to.equal(0);
    expect(stdout).to.match(/^MIT +express \d/m);
  });

  it('npm run sbom writes a bill of materials of production', () => {
    const { status, stdout } = run('sbom');
    const bill = JSON.parse(stdout) as { bomFormat: string; components: { name: string }[] };
    const names = bill.components.map(({ name }) => name);

    expect(status).to.equal(0);
    expect(bill.bomFormat).to.equal('CycloneDX');
    expect(names).to.include('express').and.not.include('mocha');
  });
});
