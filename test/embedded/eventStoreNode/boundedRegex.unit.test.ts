import { expect } from 'chai';
import { EndlessRegex } from '../../../embedded/eventStoreNode/grpc/reads/boundedRegex.js';
import { compileDotNetRegex } from '../../../embedded/eventStoreNode/grpc/reads/dotNetRegex.js';

const manyAs = `${'a'.repeat(36)}!`;
/** Far above the bound, far below what each of these would take. */
const soonMs = 3_000;

describe('A regular expression that could be tried without end', () => {
  const endless: readonly (readonly [source: string, text: string])[] = [
    ['^(a+)+$', manyAs],
    ['^(a|a)*$', manyAs],
    ['^(a*){30}$', manyAs],
    [`^${'a?'.repeat(40)}$`, `${'a'.repeat(20)}!`],
    [`^${'(a|a)'.repeat(36)}$`, manyAs],
    ['^(?:(?<n>a+)\\k<n>?)+$', manyAs],
    ['a*a*a*a*a*a*b', 'a'.repeat(400)],
    ['a+b', 'a'.repeat(1_000_000)],
    ['a{20000}b', 'a'.repeat(40_000)],
    ['(?:a{1000}){30}b', 'a'.repeat(60_000)],
    ['^(?:[^!]|b)*$', `${'a'.repeat(20_000_000)}!`],
  ];
  for (const [source, text] of endless) {
    it(`is given up: ${source.slice(0, 30)}`, () => {
      const regex = compileDotNetRegex(source);
      const start = performance.now();
      expect(() => regex.test(text)).to.throw(EndlessRegex, `${text.length} characters`);
      expect(performance.now() - start).to.be.below(soonMs);
    });
  }

  it('matches like any other where it comes to an end', () => {
    for (let time = 0; time < 1_000; time += 1) {
      const regex = compileDotNetRegex('^(?:[a-z]+-)+\\d+$');
      expect([regex.test('stock-item-12'), regex.test('stock-item')]).to.deep.equal([true, false]);
    }
  });

  it('has no more time for many texts than for one', () => {
    const regex = compileDotNetRegex('^(a+)+$');
    const slow = `${'a'.repeat(20)}!`;
    const start = performance.now();
    expect(() => {
      for (let time = 0; time < 10_000; time += 1) regex.test(slow);
    }).to.throw(EndlessRegex);
    expect(performance.now() - start).to.be.below(soonMs);
  });

  it('is not watched where it takes few steps whatever the text is', () => {
    for (const source of ['^order-[a-z]+-\\d+$', '^(?:order|stock|user)-', '^a{3}(?:b{2}){2}']) {
      const regex = compileDotNetRegex(source);
      const start = performance.now();
      for (let time = 0; time < 100_000; time += 1) regex.test('order-item-123456789');
      // with a clock it is 5 s
      expect(performance.now() - start, source).to.be.below(1_000);
    }
  });
});
