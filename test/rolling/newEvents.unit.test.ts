import { expect } from 'chai';
import { readText } from '../architecture/repository.js';
import { newEvents } from './newEvents.js';

describe('the events that the rolling update plants', () => {
  for (const { file, from } of newEvents)
    it(`find their place in ${file}`, () => expect(readText(file).split(from)).to.have.length(2));
});
