import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../architecture/repository.js';

const run = (...args: readonly string[]) =>
  spawnSync('npm', ['run', '--silent', ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });

/** The audit with a program in place of npm, which prints the text as if it were the registry's. */
const audit = (said: string, ...args: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'quicksale-audit-'));
  const program = join(folder, 'npm');
  writeFileSync(program, `#!/bin/sh\ncat <<'END'\n${said}\nEND\n`, { mode: 0o755 });
  const env = { ...process.env, AUDIT_COMMAND: program };
  const ran = spawnSync(process.execPath, ['test/audit.mjs', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });

  return ran;
};

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

  it('npm run audit says plainly when nobody audits, and compares with what is known', () => {
    const refused = '{"error":{"summary":"405 Method Not Allowed"}}';
    const usual = audit(refused);

    expect(usual.stdout).to.include('NOT AUDITED').and.include('405 Method Not Allowed');
    expect(usual.stdout).to.include('0 concern the lockfile');
    expect(usual.status).to.equal(0);
    expect(audit(refused, '--strict').status).to.equal(1);
  });

  it('npm run audit names what the registry knows', () => {
    const vulnerabilities = { qs: { name: 'qs', severity: 'high', range: '<6.14.1' } };
    const { stdout } = audit(JSON.stringify({ auditReportVersion: 2, vulnerabilities }));

    expect(stdout).to.include('qs <6.14.1: high').and.not.include('NOT AUDITED');
  });
});
