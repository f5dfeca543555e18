import { expect } from 'chai';
import { roughBytesOf } from '../../../platform/concurrency/index.js';

describe('The rough size of plain data', () => {
  it('grows with its texts, its lists and what they hold', () => {
    const small = roughBytesOf({ name: 'Shoes', lines: [{ quantity: 1 }] });

    expect(small).to.be.within(100, 400);
    expect(roughBytesOf({ name: 'x'.repeat(5_000) })).to.be.within(10_000, 10_400);
    expect(roughBytesOf(Array.from({ length: 50 }, () => ({ quantity: 1 })))).to.be.above(3_000);
  });

  it('knows every kind of value', () => {
    for (const value of [null, undefined, 1, 1n, true, new Date()])
      expect(roughBytesOf(value)).to.be.within(8, 48);
  });
});
