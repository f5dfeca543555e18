import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const log = readFileSync(new URL('../../docs/reference/field-log.md', import.meta.url), 'utf8');
const rows = log.split('\n').filter((line) => line.startsWith('| ['));

describe('The field log', () => {
  it('has at least ten reports, each once', () => {
    const sources = rows.map((row) => /\((https:\/\/github\.com\/[^)]+)\)/.exec(row)?.[1]);

    expect(rows.length).to.be.at.least(10);
    expect(sources).to.not.include(undefined);
    expect(new Set(sources).size).to.equal(rows.length);
  });

  for (const row of rows) {
    const [, source = '', , , verdict = '', test = ''] = row.split(/\s*\|\s*/);
    const [, file = '', title = ''] = /^`(\S+)`: (.+)$/.exec(test) ?? [];

    it(`names a test that is there: ${source}`, () => {
      expect(['held', 'mended']).to.include(verdict);
      expect(title).to.not.equal('');
      expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).to.include(title);
    });
  }
});
