import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPages } from '../../web/build/pages.mjs';

/** In bytes of gzipped JavaScript. */
const limits = { shop: 60_000, console: 120_000 };

describe('The size of the pages', function () {
  this.timeout(30_000);
  let folder: string;
  let tookMs: number;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'quicksale-pages-'));
    const startedAt = performance.now();
    await buildPages(folder);
    tookMs = performance.now() - startedAt;
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [page, limit] of Object.entries(limits))
    it(`of the ${page} is at most ${limit / 1000} kB of script`, () => {
      const [script, ...others] = readdirSync(join(folder, 'assets')).filter(
        (name) => name.startsWith(`${page}-`) && name.endsWith('.js.gz'),
      );

      expect(others).to.deep.equal([]);
      expect(readFileSync(join(folder, 'assets', script ?? '')).length).to.be.lessThan(limit);
    });

  it('costs the start at most 5 s', () => {
    expect(tookMs).to.be.lessThan(5_000);
  });
});
