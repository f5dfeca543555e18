import { expect } from 'chai';
import fc from 'fast-check';
import { countLeading } from '../../../platform/collections/index.js';

describe('how many of the first pass', () => {
  it('is counted right, wherever the border is', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (length, border) => {
        expect(countLeading(length, (index) => index < border)).to.equal(Math.min(length, border));
      }),
    );
  });

  it('takes twenty calls for a million, each with one of them', () => {
    const called: number[] = [];
    countLeading(1_000_000, (index) => {
      called.push(index);

      return index < 765_432;
    });

    expect(called.length).to.be.at.most(20);
    expect(called.every((index) => index >= 0 && index < 1_000_000)).to.equal(true);
  });
});
