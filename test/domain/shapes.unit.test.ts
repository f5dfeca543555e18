import { expect } from 'chai';
import { asStored, type ReadData, upcast } from '../../domain/eventShapes.js';
import { oneOf, optional, record, text } from '../../domain/shapes.js';

type Gift = Readonly<{ note: string; ribbon?: 'RED' | 'BLUE' }>;

const readGift: ReadData<Gift> = asStored(
  record({ note: text, ribbon: optional(oneOf('RED', 'BLUE')) }),
);

describe('An optional field of a shape', () => {
  it('may be absent', () => {
    expect(readGift({ note: 'for you' })).to.deep.equal({ note: 'for you' });
  });

  it('may have a value of its shape', () => {
    expect(readGift({ note: 'for you', ribbon: 'BLUE' })).to.have.property('ribbon', 'BLUE');
  });

  it('may have no other value, null neither', () => {
    expect(readGift({ note: 'for you', ribbon: 'GREEN' })).to.equal(null);
    expect(readGift({ note: 'for you', ribbon: null })).to.equal(null);
  });

  it('makes no other field optional', () => {
    expect(readGift({ ribbon: 'RED' })).to.equal(null);
  });
});

describe('An older version of an event', () => {
  const readOldGift: ReadData<Gift> = upcast(record({ text }), (old) => ({ note: old.text }));

  it('is brought up to what the domain works with', () => {
    expect(readOldGift({ text: 'for you' })).to.deep.equal({ note: 'for you' });
  });

  it('is not read when it has another shape', () => {
    expect(readOldGift({ note: 'for you' })).to.equal(null);
  });
});
