import { expect } from 'chai';
import fc from 'fast-check';
import { withPlainBlanks, withPlainWidth } from '../../../contracts/text/blanks.js';
import { comparisonKey, sortKey } from '../../../contracts/text/comparisonKey.js';
import { isFreeform, opaqueString } from '../../../contracts/text/opaqueString.js';

const texts = fc.string({ unit: 'binary' });

describe('Forms of a text', () => {
  for (const [name, form] of Object.entries({
    withPlainBlanks,
    withPlainWidth,
    comparisonKey,
    opaqueString,
  }))
    it(`${name} changes nothing the second time`, () => {
      fc.assert(
        fc.property(texts, (text) => form(form(text)) === form(text)),
        { numRuns: 5_000 },
      );
    });

  for (const [one, other] of [
    ['ÄRGER', 'a\u0308rger'],
    ['STRASSE', 'straße'],
    ['ΟΔΟΣ', 'οδος'],
    ['МОСКВА', 'москва'],
    ['Ｓｋｕ　１', 'sku 1'],
    ['ﬁne', 'FINE'],
    ['Red\u00A0 shoe', 'red shoe'],
    ['I ❤️ tea', 'i ❤ tea'],
    ['Sku\u200B-1', 'sku-1'],
    ['one\r\ntwo', 'One two'],
  ] as const)
    it(`"${one}" and "${other}" have one key`, () =>
      expect(comparisonKey(one)).to.equal(comparisonKey(other)));

  it('keep different texts apart', () => {
    const keys = ['sku-1', 'sku 1', 'sku1', 'skü-1', 'sku-2'].map(comparisonKey);

    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('sort accents beside their letters, and case not at all', () => {
    const sorted = ['Zebra', 'Äpfel', 'apfel', 'Éclair', 'eis', 'Ångström', 'birne'].sort(
      (one, other) => (sortKey(one) < sortKey(other) ? -1 : 1),
    );

    expect(sorted).to.deep.equal([
      ...['Ångström', 'apfel', 'Äpfel', 'birne'],
      ...['Éclair', 'eis', 'Zebra'],
    ]);
  });
});

// The examples of RFC 8265, section 4.3.
describe('OpaqueString', () => {
  for (const [text, prepared] of [
    ['correct horse battery staple', 'correct horse battery staple'],
    ['Correct Horse Battery Staple', 'Correct Horse Battery Staple'],
    ['πßå', 'πßå'],
    ['Jack of \u2666s', 'Jack of ♦s'],
    ['foo\u1680bar', 'foo bar'],
  ] as const)
    it(`prepares "${text}"`, () => {
      expect(opaqueString(text)).to.equal(prepared);
      expect(isFreeform(prepared)).to.equal(true);
    });

  for (const text of ['', 'my cat is a \u0009by', 'a\u0000', '\u1100\u3164', '\u0378', '\uFFFE'])
    it(`does not allow ${JSON.stringify(text)}`, () => expect(isFreeform(text)).to.equal(false));

  it('allows Hangul that was typed in parts', () => {
    expect(isFreeform(opaqueString('한국어 비밀번호'.normalize('NFD')))).to.equal(true);
  });
});
