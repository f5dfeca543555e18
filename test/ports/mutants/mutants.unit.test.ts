import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { root } from '../../architecture/repository.js';
import { eventStoreMutants } from './eventStoreMutants.js';
import { kafkaMutants } from './kafkaMutants.js';

describe('The contract mutants', () => {
  for (const { behaviour, file, from } of [...eventStoreMutants, ...kafkaMutants])
    it(`fit the code once: ${behaviour}`, () => {
      const parts = readFileSync(`${root}/${file}`, 'utf8').split(from);

      expect(parts.length - 1, `'${from}' in ${file}`).to.equal(1);
    });
});
