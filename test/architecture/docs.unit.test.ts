import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { infrastructure, serviceNames, services } from '../../embedded/launcher/layout.js';
import { isMarkdown, repositoryFiles, root } from './repository.js';
import { variablesInCode } from './variablesInCode.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
    join(folder, path),
  );

describe('The documentation', () => {
  it('lists every variable that the code reads, and no other', () => {
    const documented = [
      ...read('docs/reference/configuration.md').matchAll(/`([A-Z][A-Z0-9_]{3,})`/g),
    ].map(([, name]) => name);

    expect([...new Set(documented)].sort()).to.deep.equal([...variablesInCode()].sort());
  });

  it('names every process with its port', () => {
    const readme = read('README.md');

    for (const name of serviceNames)
      expect(readme).to.match(new RegExp(`\\| ${name} +\\| ${services[name].port} `));
  });

  it('names every server that can be one’s own', () => {
    for (const { external } of Object.values(infrastructure))
      expect(read('README.md')).to.include(`\`${external}\``);
  });

  it('names only commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = repositoryFiles()
      .filter(isMarkdown)
      .flatMap((path) =>
        [...read(path).matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name]) => name),
      );

    expect(Object.keys(scripts)).to.include.members(named);
  });

  it('has the version of package.json as the newest of the changelog', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const [, newest] =
      /^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/m.exec(read('CHANGELOG.md')) ?? [];

    expect(newest).to.equal(version);
  });

  it('has an index of all decisions', () => {
    const decisions = filesUnder('docs/decisions').filter((path) =>
      /\/\d{4}-[^/]*\.md$/.test(path),
    );
    const index = read('docs/decisions/README.md');

    for (const path of decisions)
      expect(index).to.include(`(${path.slice('docs/decisions/'.length)})`);
  });

  it('links to files that exist', () => {
    for (const path of repositoryFiles().filter(isMarkdown))
      for (const [, target = ''] of read(path).matchAll(/\]\(([^)#:]+)\)/g))
        expect(existsSync(join(root, dirname(path), target)), `${path} → ${target}`).to.equal(true);
  });

  it('speaks of folders that exist', () => {
    const folders = [...read('README.md').matchAll(/`([a-z]+)\/`/g)].map(([, name = '']) => name);

    for (const folder of folders) expect(existsSync(join(root, folder)), folder).to.equal(true);
  });
});
