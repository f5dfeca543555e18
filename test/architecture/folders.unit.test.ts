import { expect } from 'chai';
import { overfullFolders } from './folders.js';
import { repositoryFiles } from './repository.js';

const filesIn = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${folder}/file${index}.ts`);

describe('Folders of production code', () => {
  it('hold at most 15 files, and none beside five folders', () => {
    expect(overfullFolders(repositoryFiles())).to.deep.equal([]);
  });

  it('go red with 16 files', () => {
    expect(overfullFolders(filesIn('services/shop', 16))).to.deep.equal([
      'services/shop: 16 files',
    ]);
    expect(overfullFolders(filesIn('services/shop', 15))).to.deep.equal([]);
    expect(overfullFolders(filesIn('test/shop', 16))).to.deep.equal([]);
  });

  it('go red with a loose file beside five folders', () => {
    const folders = ['a', 'b', 'c', 'd', 'e'].flatMap((name) => filesIn(`platform/x/${name}`, 1));

    expect(overfullFolders([...folders, 'platform/x/loose.ts'])).to.deep.equal([
      'platform/x: 1 loose files beside 5 folders',
    ]);
    expect(overfullFolders([...folders, 'platform/x/index.ts'])).to.deep.equal([]);
    expect(overfullFolders([...folders.slice(1), 'platform/x/loose.ts'])).to.deep.equal([]);
  });
});
