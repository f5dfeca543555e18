import { expect } from 'chai';
import { termsOf, unusedTerms, vocabularyOf } from './glossary.js';
import { isCode, readText, repositoryFiles } from './repository.js';
import { grammar, heldOut } from './words.js';

const path = 'docs/glossary.md';

describe('The glossary', () => {
  it('explains words of the code', () => {
    const files = repositoryFiles().filter(
      (each) => isCode(each) && !each.startsWith('test/architecture/words'),
    );
    const vocabulary = vocabularyOf(
      Object.fromEntries(files.map((each) => [each, readText(each)])),
    );
    const unused = unusedTerms(termsOf(readText(path)), vocabulary);

    expect(unused, unused.join('\n')).to.have.length(0);
  });

  it('explains what is said instead of a word that is held out', () => {
    const glossary = readText(path).toLowerCase();
    const missing = [...heldOut, ...grammar]
      .flatMap(({ terms = [] }) => terms)
      .filter((term) => !glossary.includes(term.toLowerCase()));

    expect(missing, missing.join('\n')).to.have.length(0);
  });

  it('explains each word once', () => {
    const terms = termsOf(readText(path));

    expect(terms.filter((term, index) => terms.indexOf(term) !== index)).to.deep.equal([]);
  });

  it('goes red for a word that no code has', () => {
    const vocabulary = vocabularyOf({ 'a.ts': 'const saleTerms = 1; // the stock of a product' });

    expect(unusedTerms(['sale terms', 'stock', 'spanner'], vocabulary)).to.deep.equal(['spanner']);
  });
});
