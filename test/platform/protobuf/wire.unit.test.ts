import { expect } from 'chai';
import jspb from 'google-protobuf';
import { WireReader, WireWriter } from '../../../platform/protobuf/index.js';

const numbers = [0n, 1n, 127n, 128n, 2n ** 28n - 1n, 2n ** 28n, 2n ** 53n - 1n, 2n ** 53n]
  .concat([2n ** 56n, 2n ** 63n, 2n ** 64n - 1n])
  .map((number) => [number] as const);

describe('the wire format of protocol buffers', () => {
  for (const [number] of numbers)
    it(`has ${number} as google-protobuf writes and reads it`, () => {
      const writer = new WireWriter();
      writer.uint(16, number);
      const bytes = writer.finish();
      const theirs = new jspb.BinaryWriter();
      theirs.writeUint64String(16, String(number));
      const reader = new WireReader(bytes);

      expect(bytes).to.deep.equal(Buffer.from(theirs.getResultBuffer()));
      expect(reader.next()).to.equal(true);
      expect(reader.field).to.equal(16);
      expect(reader.uint64()).to.equal(number);
      expect(reader.next()).to.equal(false);
    });

  it('has messages within messages, written from the end', () => {
    const writer = new WireWriter();
    writer.text(3, 'last');
    const end = writer.end();
    writer.bytes(2, Buffer.alloc(200, 7));
    writer.text(1, 'YWJj', 'base64');
    writer.message(1, end);
    const reader = new WireReader(writer.finish());
    reader.next();
    const inner = reader.message();
    inner.next();
    const text = inner.text();
    inner.next();
    const bytes = inner.bytes();
    reader.next();

    expect([text, [...bytes], reader.text()]).to.deep.equal(['abc', Array(200).fill(7), 'last']);
    expect([inner.next(), reader.next()]).to.deep.equal([false, false]);
  });

  it('has messages that are larger than the room there was', () => {
    const writer = new WireWriter();
    const long = 'ü'.repeat(100_000);
    writer.text(2, long);
    writer.text(1, 'first');
    const reader = new WireReader(writer.finish());
    reader.next();

    expect(reader.text()).to.equal('first');
    reader.next();
    expect(reader.text()).to.equal(long);
    writer.begin();
    writer.text(1, 'next');
    expect(writer.finish().toString('latin1')).to.equal('\n\x04next');
  });

  it('forgets what was left unfinished', () => {
    const writer = new WireWriter();
    writer.text(2, 'given up');
    writer.begin();
    writer.text(1, 'next');

    expect(writer.finish().toString('latin1')).to.equal('\n\x04next');
  });

  it('skips what is not asked for', () => {
    const theirs = new jspb.BinaryWriter();
    theirs.writeDouble(1, 0.5);
    theirs.writeFloat(2, 0.5);
    theirs.writeUint64String(3, '18446744073709551615');
    theirs.writeString(4, 'text');
    theirs.writeString(5, 'wanted');
    const reader = new WireReader(Buffer.from(theirs.getResultBuffer()));
    for (let field = 1; field < 5; field += 1) {
      reader.next();
      reader.skip();
    }
    reader.next();

    expect(reader.text()).to.equal('wanted');
  });

  for (const [what, bytes] of Object.entries({
    'within a number': [0x08, 0x80],
    'within a text': [0x0a, 0x05, 0x61],
    'within a tag': [0x80],
    'within a fixed number': [0x09, 0x01],
    'with a type that there is not': [0x0f],
  }))
    it(`refuses what ends ${what}`, () => {
      const reader = new WireReader(Buffer.from(bytes));

      expect(() => {
        if (reader.next()) reader.skip();
      }).to.throw(RangeError);
    });
});
