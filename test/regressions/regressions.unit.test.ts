import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { root } from '../architecture/repository.js';
import { regressions } from './regressions.js';

describe('The planted regressions', () => {
  for (const { behaviour, file, from, suite } of regressions)
    it(`fit the code once: ${behaviour}`, () => {
      const parts = readFileSync(`${root}/${file}`, 'utf8').split(from);

      expect(parts.length - 1, `'${from}' in ${file}`).to.equal(1);
      expect(existsSync(`${root}/${suite}`), suite).to.equal(true);
    });
});
