import { expect } from 'chai';
import { dirname } from 'node:path';
import { type Repository, unknownNames } from './namesInDocuments.js';
import { everyFile, isCode, isMarkdown, readText, repositoryFiles } from './repository.js';

const ancestorsOf = (path: string): string[] =>
  dirname(path) === '.' ? [] : [dirname(path), ...ancestorsOf(dirname(path))];

const ourRepository = (): Repository => {
  const code = repositoryFiles().filter((path) => isCode(path) || path.endsWith('.json'));

  return {
    paths: new Set(everyFile().flatMap((path) => [path, ...ancestorsOf(path)])),
    words: new Set(code.flatMap((path) => readText(path).match(/[A-Za-z_]\w*/g) ?? [])),
  };
};

const isDocument = (path: string): boolean => isMarkdown(path) && path !== 'CHANGELOG.md';

describe('Names in documents', () => {
  it('are those of files and exports that exist', () => {
    const repository = ourRepository();
    const unknown = repositoryFiles()
      .filter(isDocument)
      .flatMap((path) => unknownNames(path, readText(path), repository));

    expect(unknown, unknown.join('\n')).to.have.length(0);
  });

  const repository: Repository = {
    paths: new Set(['services', 'services/shop', 'services/shop/main.ts', 'docs/guide.md']),
    words: new Set(['createShop']),
  };

  for (const [kind, name] of [
    ['a path', 'services/shop/service.ts'],
    ['a folder', 'services/bank/'],
    ['a file name', 'nowhere.ts'],
    ['a pattern in a folder', 'services/bank/*.ts'],
    ['a name in code', 'createBank'],
    ['a call', 'createBank({ eventStore })'],
    ['a type', 'BankOptions'],
  ] as const)
    it(`go red: ${kind}`, () => {
      expect(unknownNames('docs/a.md', `See \`${name}\`.`, repository)).to.have.length(1);
    });

  it('stay green when they exist, and for words that are none', () => {
    const names =
      '`services/shop/` `services/shop/main.ts:3` `main.ts` `guide.md` `createShop()` `services/*/main.ts` `npm test` `orderId: 1` `EVENTS`';

    expect(unknownNames('docs/a.md', names, repository)).to.deep.equal([]);
  });
});
