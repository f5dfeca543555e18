import { expect } from 'chai';
import { compileDotNetRegex } from '../../../embedded/eventStoreNode/grpc/reads/dotNetRegex.js';
import { UnsupportedRegex } from '../../../embedded/eventStoreNode/grpc/reads/unsupportedRegex.js';

describe('A regular expression of .NET', () => {
  const cases: readonly (readonly [source: string, matches: string, not: string])[] = [
    ['(?i)^order$', 'ORDER', 'orders'],
    ['(?x) ^a b  # a note', 'ab', 'a b'],
    ['\\Aorder-\\d+\\z', 'order-12', 'order-12\n'],
    ['^order\\Z', 'order\n', 'order\n\n'],
    ['^order$', 'order\n', 'orders'],
    ['^\\d+$', '١٢', 'a'],
    ['^\\p{Lu}\\w+$', 'Übel', 'übel'],
    ['^[\\w.-]+$', 'a.b-ü', 'a b'],
    ['^[A-Z-[T]]', 'U', 'T'],
    ['^[a-z-[aeiou]]+$', 'xyz', 'xay'],
    ['^[^\\$].*', 'order', '$stats'],
    ['^[]a]$', ']', 'b'],
    ['^[-a]$', '-', 'b'],
    ['^[a\\-z]$', '-', 'b'],
    ['^a{2}$', 'aa', 'a'],
    ['^a{,2}$', 'a{,2}', 'aa'],
    ['^a\\@b$', 'a@b', 'ab'],
    ["^(?'n'a)\\k<n>$", 'aa', 'a'],
    ['^(?<n>a)(?#a note)b$', 'ab', 'a'],
    ['\\bü\\b', 'a ü b', 'aü'],
    ['^.$', '\r', '\n'],
    ['(?s)^a.b$', 'a\nb', 'a\n\nb'],
    ['(?is)^a.b$', 'A\nB', 'ab'],
    ['(?m)^b$', 'a\nb', 'a\rb'],
    ['(?m)^a$', 'a\nb', 'a\rb'],
    ['(?m)^.$', 'ab\nc', 'ab\rcd'],
    ['^\\S+$', 'ab', 'a\u00a0b'],
  ];
  for (const [source, matches, not] of cases) {
    it(`${source} matches ${JSON.stringify(matches)}, and not ${JSON.stringify(not)}`, () => {
      const regex = compileDotNetRegex(source);
      expect([regex.test(matches), regex.test(not)]).to.deep.equal([true, false]);
    });
  }

  for (const source of ['(?>a)', 'a(?i:b)', '\\Ga', '\\p{IsGreek}', '(?(1)a|b)', 'a\\']) {
    it(`${source} is refused by name`, () => {
      expect(() => compileDotNetRegex(source)).to.throw(UnsupportedRegex, 'is not offered');
    });
  }

  for (const source of ['(', '[', '*', '[^', '[a-[b]', 'a{2,1}']) {
    it(`${source} is none`, () => {
      expect(() => compileDotNetRegex(source)).to.throw(SyntaxError);
    });
  }
});
