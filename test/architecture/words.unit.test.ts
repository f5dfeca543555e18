import { expect } from 'chai';
import { readText, repositoryFiles } from './repository.js';
import { grammar, heldOut } from './words.js';
import { wordsHeldOut } from './wordsLint.js';

const isOurTable = (path: string): boolean => path.startsWith('test/architecture/words');

describe('Words that are held out', () => {
  it('stand nowhere', () => {
    const found = repositoryFiles()
      .filter((path) => !isOurTable(path))
      .flatMap((path) => wordsHeldOut(path, readText(path)));

    expect(found, found.slice(0, 50).join('\n')).to.have.length(0);
  });

  for (const { word, instead, breaks, at = 'platform/a.ts' } of [...heldOut, ...grammar])
    it(`go red: ${word}`, () => {
      expect(wordsHeldOut(at, `${breaks}\n`).join()).to.include(instead);
    });

  it('go red in file names, texts, documents and npm scripts', () => {
    const script = JSON.stringify({ scripts: { 'test:bites': 'node a.js' } });

    expect(wordsHeldOut('services/bridge/lane.ts', '')).to.have.length(1);
    expect(wordsHeldOut('platform/a.ts', "log.info('the pump has stopped');\n")).to.have.length(1);
    expect(wordsHeldOut('docs/a.md', 'One lane per key.\n')).to.have.length(1);
    expect(wordsHeldOut('package.json', script)).to.have.length(1);
    expect(wordsHeldOut('.ci/run', '# Once more on the wheel\n')).to.have.length(1);
  });

  for (const [kind, path, text] of [
    ['a table that keeps its name', 'a.ts', "const table = 'projection.parked_events';"],
    ['a promise that is settled', 'a.ts', '// once it is settled\nawait Promise.allSettled([]);'],
    ['an HTTP answer', 'a.ts', '// the answer that the client got'],
    ['a member that leaves its group', 'embedded/kafkaBroker/a.ts', 'group.leave();'],
    ['the edge of a graph', 'docs/a.md', 'An edge that leads upwards.'],
    ['an order that is placed', 'a.ts', 'const placeOrder = 1;'],
    ['a snapshot in parts', 'platform/a.ts', 'type SnapshotParts = 1;\nconst parts = 1;'],
  ] as const)
    it(`stay green: ${kind}`, () => {
      expect(wordsHeldOut(path, text)).to.deep.equal([]);
    });
});
