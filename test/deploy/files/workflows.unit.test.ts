import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readText, root } from '../../architecture/repository.js';

type Job = Readonly<{
  'timeout-minutes'?: number;
  steps: readonly Readonly<{ uses?: string; run?: string }>[];
}>;

type Workflow = Readonly<{ permissions?: unknown; jobs: Readonly<Record<string, Job>> }>;

const files = readdirSync(join(root, '.github/workflows'));
const scripts = (JSON.parse(readText('package.json')) as { scripts: Record<string, string> })
  .scripts;

describe('.github/workflows', () => {
  it('checks, releases and deploys', () => {
    expect(files).to.have.members(['ci.yml', 'release.yml', 'deploy.yml']);
  });

  for (const file of files) {
    const text = readText(`.github/workflows/${file}`);
    const { permissions, jobs } = parse(text) as Workflow;

    it(`${file} has few rights, ends by itself, and pins what it uses`, () => {
      expect(permissions).to.deep.equal({ contents: 'read' });
      for (const [name, job] of Object.entries(jobs)) {
        expect(job['timeout-minutes'], name).to.be.greaterThan(0);
        for (const { uses } of job.steps) if (uses !== undefined) expect(uses).to.match(/@v\d+$/);
      }
    });

    it(`${file} runs commands that there are`, () => {
      const used = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name ?? '');

      for (const name of used) expect(scripts).to.have.property(name);
    });
  }

  it('runs .ci/run, and deploys readers before writers', () => {
    expect(readText('.github/workflows/ci.yml')).to.include('- run: .ci/run');
    expect(readText('.github/workflows/deploy.yml')).to.include(
      'for service in projector orders inventory ',
    );
  });
});
