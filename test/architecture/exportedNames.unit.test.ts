import { expect } from 'chai';
import { isCode, productionFolders, readText, repositoryFiles } from './repository.js';

describe('Names that production code exports', () => {
  it('have one meaning each', () => {
    const doubled = doubledNames(productionFiles().map((path) => [path, readText(path)]));

    expect(doubled.filter(({ name }) => !shared.has(name))).to.deep.equal([]);
  });

  it('go red when two files give one to different things', () => {
    const twice = doubledNames([
      ['platform/a.ts', 'export type Verdict = 1;'],
      ['services/b.ts', "import type { Verdict } from 'x';\nexport const Verdict = () => 2;"],
      ['services/c.ts', 'export const other = 3;'],
    ]);

    expect(twice).to.deep.equal([{ name: 'Verdict', paths: ['platform/a.ts', 'services/b.ts'] }]);
  });
});

/** Where the same thing exists several times, and its name says just that. */
const shared: ReadonlySet<string> = new Set([
  // each aggregate has one
  ...['decide', 'evolve', 'initialState', 'ruleBroken'],
  // each service has one
  ...['Deps', 'ReadDeps', 'translateError', 'statusOf'],
  // what a use case does is decided by the rule of its name
  ...['addItem', 'addProduct', 'cancelOrder', 'changeProduct', 'claimName', 'placeOrder'],
  ...['releaseManually', 'removeItem', 'reserveManually', 'withdrawProduct'],
  // what a value looks like: in a request, in a variable, in a stored event
  ...['list', 'oneOf', 'text', 'time'],
]);

const productionFiles = (): string[] =>
  repositoryFiles()
    .filter(isCode)
    .filter((path) => productionFolders.some((folder) => path.startsWith(`${folder}/`)))
    // they have a form of their own, and nobody imports them by name
    .filter((path) => !path.startsWith('migrations/'))
    // programs of their own, which name what they get as the API does
    .filter((path) => !path.startsWith('web/'));

const declaration = /^export (?:async )?(?:const|function\*?|async function\*?|type|class) (\w+)/gm;

const doubledNames = (files: readonly (readonly [string, string])[]) => {
  const paths = new Map<string, string[]>();
  for (const [path, text] of files)
    for (const [, name = ''] of text.matchAll(declaration))
      paths.set(name, [...(paths.get(name) ?? []), path]);

  return [...paths]
    .filter(([, of]) => new Set(of).size > 1)
    .map(([name, of]) => ({ name, paths: of }));
};
