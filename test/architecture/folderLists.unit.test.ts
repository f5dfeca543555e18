import { expect } from 'chai';
import { rooted } from './namesInDocuments.js';
import { isCode, productionFolders, readText, repositoryFiles } from './repository.js';

/** Top folders that hold code; a folder with a dot is no part of it. */
const foldersWithCode = [
  ...new Set(
    repositoryFiles()
      .filter((path) => isCode(path) && /^\w+\//.test(path) && !path.startsWith('docs/'))
      .map((path) => path.replace(/\/.*/, '')),
  ),
].sort();

const compiled = foldersWithCode.filter((folder) => !['web', 'test', 'bench'].includes(folder));

/** Words of the first group, sorted. */
const listIn = (path: string, pattern: RegExp): string[] =>
  [...(pattern.exec(readText(path))?.[1] ?? '').matchAll(/[\w./]+/g)]
    .map(([word]) => word.replace(/^\.\.\//, ''))
    .filter((word) => word !== 'knexfile.ts')
    .sort();

const includes = /"include": \[([^\]]*)\]/;

describe('The lists of top folders', () => {
  it('name every folder with code in the checks', () => {
    expect(listIn('package.json', /depcruise --config \S+ ([^"]*)"/)).to.deep.equal(
      foldersWithCode,
    );
    expect(listIn('test/run.mjs', /const folders =\s+'([^']*)'/)).to.deep.equal(foldersWithCode);
    // pages have types of their own
    expect([...listIn('tsconfig.json', includes), 'web'].sort()).to.deep.equal(foldersWithCode);
  });

  it('name every folder of production code in the build', () => {
    expect(listIn('tsconfig.build.json', includes)).to.deep.equal(compiled);
    expect(listIn('embedded/commands/setUp.mjs', /const compiled = \[([^\]]*)\]/)).to.deep.equal(
      compiled,
    );
    expect(listIn('bench/tsconfig.json', includes)).to.deep.equal([...compiled, 'bench'].sort());
  });

  it('name every folder where tests of the repository look', () => {
    expect([...productionFolders].sort()).to.deep.equal([...compiled, 'web'].sort());
    expect(foldersWithCode.filter((folder) => !rooted.test(`${folder}/`))).to.deep.equal([]);
  });
});
