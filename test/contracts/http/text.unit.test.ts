import { expect } from 'chai';
import { registration } from '../../../contracts/http/auth.js';
import { addProductRequest, changeProductRequest } from '../../../contracts/http/products.js';

const details = { name: 'Sneaker', sku: 'Sku-1', price: 799.99, stock: 5, category: 'shoes' };
const person = { email: 'ann@example.org', password: 'correct horse' };

const added = (change: object) => addProductRequest.safeParse({ ...details, ...change });
const changed = (change: object) => changeProductRequest.safeParse(change);
const registered = (change: object) => registration.safeParse({ ...person, ...change });

const unseen = {
  'a zero-width space': '\u200B',
  'a zero-width no-break space': '\uFEFF',
  'a word joiner': '\u2060',
  'a soft hyphen': '\u00AD',
  'a right-to-left override': '\u202E',
  'a left-to-right mark': '\u200E',
  'an isolate': '\u2067',
  'a line separator': '\u2028',
  'a line break': '\n',
  'a tab': '\t',
  'a control character': '\u0007',
  'a Hangul filler': '\u3164',
  'an empty Braille cell': '\u2800',
  'a tag': '\u{E0041}',
  'a private character': '\uE000',
  'a joiner between Latin letters': '\u200D',
};

describe('Names in requests', () => {
  for (const [what, character] of Object.entries(unseen))
    it(`refuse ${what}`, () => {
      const text = `Sku${character}-1`;
      const outcomes = [
        ...['sku', 'name', 'category'].map((field) => added({ [field]: text })),
        ...['name', 'category'].map((field) => changed({ [field]: text })),
        ...['firstName', 'lastName'].map((field) => registered({ [field]: text })),
      ];

      for (const { error } of outcomes)
        expect(error?.issues.map(({ message }) => message)).to.deep.equal([
          'Must not hold characters that cannot be seen',
        ]);
    });

  for (const [what, blank] of Object.entries({
    'a no-break space': '\u00A0',
    'an ideographic space': '\u3000',
    'a thin space': '\u2009',
    'a narrow no-break space': '\u202F',
    'an Ogham space': '\u1680',
    'two blanks': '  ',
  }))
    it(`keep ${what} as one blank, and none at the ends`, () => {
      const text = `${blank}Red${blank}shoe${blank}`;

      for (const field of ['sku', 'name', 'category'] as const)
        expect(added({ [field]: text }).data?.[field]).to.equal('Red shoe');
      expect(registered({ firstName: text }).data?.firstName).to.equal('Red shoe');
    });

  it('are kept composed, whatever the keyboard', () => {
    for (const field of ['sku', 'name', 'category'] as const)
      expect(added({ [field]: 'Cafe\u0301' }).data?.[field]).to.equal('Café');
  });

  it('keep a code in its ordinary width', () => {
    expect(added({ sku: 'Ｓｋｕ－１' }).data?.sku).to.equal('Sku-1');
  });

  it('of nothing but blanks are missing', () => {
    expect(added({ sku: '\u00A0\u3000' }).success).to.equal(false);
    expect(added({ name: ' \u2009' }).success).to.equal(false);
  });

  for (const text of [
    '👩‍💻 stand',
    'I ❤️ tea',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 scarf',
    'می‌خواهم',
    'क्‍ष',
    '葛󠄀城',
    'O’Hara & Söhne',
  ])
    it(`keep "${text}", but not in a code`, () => {
      expect(added({ name: text, category: text }).data).to.include({ name: text, category: text });
      expect(added({ sku: text }).success).to.equal(text.startsWith('O'));
    });

  it('allow lines in a description, and nothing unseen', () => {
    expect(added({ description: 'One\r\n\ttwo' }).data?.description).to.equal('One\n\ttwo');
    for (const character of ['\u200B', '\u202E', '\u0007'])
      expect(added({ description: `One${character}` }).success).to.equal(false);
  });
});

describe('A new password', () => {
  const messages = (password: string) =>
    registered({ password }).error?.issues.map(({ message }) => message);

  it('is kept as RFC 8265 prepares it', () => {
    expect(registered({ password: 'pa\u0308sswo\u0308rd\u3000' }).data?.password).to.equal(
      'pässwörd ',
    );
  });

  it('has its bytes counted after that', () => {
    expect(messages('a\u0308'.repeat(36))).to.equal(undefined);
    expect(messages('a\u0308'.repeat(3))).to.deep.equal(['At least 8 bytes']);
    expect(messages('\u3000'.repeat(7))).to.deep.equal(['At least 8 bytes']);
  });

  for (const [what, password] of Object.entries({
    '73 bytes': 'x'.repeat(73),
    '73 bytes in 37 characters': `${'é'.repeat(36)}x`,
    '10 000 bytes': 'x'.repeat(10_000),
  }))
    it(`of ${what} is refused once`, () =>
      expect(messages(password)).to.deep.equal(['At most 72 bytes']));

  for (const password of ['pass\tword', 'pass\u200Bword', 'pass\uFEFFword', 'pass\u{E000}word'])
    it(`is refused with ${JSON.stringify(password)}`, () =>
      expect(messages(password)).to.have.length(1));
});

describe('The price before a sale', () => {
  it('is not below the price, and may be the same', () => {
    expect(added({ originalPrice: 799.98 }).success).to.equal(false);
    expect(added({ originalPrice: 799.99 }).success).to.equal(true);
    expect(added({ originalPrice: null }).success).to.equal(true);
    expect(changed({ price: 2, originalPrice: 1 }).error?.issues[0]?.path).to.deep.equal([
      'originalPrice',
    ]);
  });

  it('alone is compared with what is stored', () => {
    expect(changed({ originalPrice: 1 }).success).to.equal(true);
    expect(changed({ price: 1_000 }).success).to.equal(true);
  });
});
