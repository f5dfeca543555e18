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
    ['^[a-c-e]+$', 'a-e', 'd'],
    ['^[\\w-.]+$', 'a-.', 'a,'],
    ['^[+--]$', ',', '.'],
    ['(?n)^(a)b$', 'ab', 'a'],
    ['^(a)(?:b|c)\\1$', 'aba', 'abc'],
    ['^(?=(a))\\1$', 'a', 'b'],
    ['^(a)(?#one)\\1(?#two)0$', 'aa0', 'a0'],
    ['^(?:(a)b)+\\1$', 'ababa', 'ab'],
    ['^(?<n>a|b)\\k<n>$', 'bb', 'ab'],
    ['^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10$', 'abcdefghijj', 'abcdefghija0'],
  ];
  for (const [source, matches, not] of cases) {
    it(`${source} matches ${JSON.stringify(matches)}, and not ${JSON.stringify(not)}`, () => {
      const regex = compileDotNetRegex(source);
      expect([regex.test(matches), regex.test(not)]).to.deep.equal([true, false]);
    });
  }

  const refused: readonly (readonly [source: string, named: string])[] = [
    ['(?>a)', '(?>a'],
    ['a(?i:b)', '(?i:'],
    ['\\Ga', '\\G'],
    ['\\p{IsGreek}', '\\p{IsGreek}'],
    ['(?(1)a|b)', '(?(1'],
    ['a\\', '\\'],
    // JavaScript goes on where a group has not matched, .NET does not
    ['(a)?\\1b', '\\1 where its group may not have matched'],
    ['(?x)(a) *\\1b', '\\1 where'],
    ['(a){0,2}\\1b', '\\1 where'],
    ['(?:(a)|b)\\1', '\\1 where'],
    ['(?:b|(a))\\1', '\\1 where'],
    ['b|(a)|\\1', '\\1 where'],
    ['(?!(a))\\1', '\\1 where'],
    ['(?<=(a)\\1)b', '\\1 where'],
    ['(a\\1)', '\\1 where'],
    ['\\1(a)', '\\1'],
    ['(?<n>a)?\\k<n>', '\\k<n> where'],
    ['(?<n>a)(b)\\1', '\\1 beside groups with names'],
    ['(?n)(a)\\1', '\\1'],
    ['(?<a>x)|(?<a>y)', '(?<a> a second time'],
    ['\\101', '\\101'],
    ['(a)\\12', '\\12'],
    ['\\012', '\\012'],
    ['[\\101]', '\\101'],
    ['[[:alpha:]]', '[:alpha:]'],
  ];
  for (const [source, named] of refused) {
    it(`${source} is refused by name`, () => {
      expect(() => compileDotNetRegex(source)).to.throw(UnsupportedRegex, named);
      expect(() => compileDotNetRegex(source)).to.throw('not offered in regular expressions');
    });
  }

  for (const source of ['(', '[', '*', '[^', '[a-[b]', 'a{2,1}', '[a-\\d]', '[b-a]', 'a)']) {
    it(`${source} is none`, () => {
      expect(() => compileDotNetRegex(source)).to.throw(SyntaxError);
    });
  }
});
