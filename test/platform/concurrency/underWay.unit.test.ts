import { expect } from 'chai';
import { createUnderWay, pause } from '../../../platform/concurrency/index.js';

describe('What is under way', () => {
  it('counts from its begin, until its end, each by itself', async () => {
    const underWay = createUnderWay();
    const ended = underWay.begin('first');
    await pause(320);
    underWay.begin('second');
    expect(underWay.olderThan(300)).to.deep.equal(['first']);
    underWay.begin('first');
    ended();

    expect(underWay.olderThan(300)).to.deep.equal([]);
    expect(underWay.olderThan(0)).to.deep.equal(['second', 'first']);
  });
});
