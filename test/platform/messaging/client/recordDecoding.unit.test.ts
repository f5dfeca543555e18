import { expect } from 'chai';
import { createRequire } from 'node:module';
import { replaceRecordDecoding } from '../../../../platform/messaging/client/recordDecoding.js';
import { replaceRecordEncoding } from '../../../../platform/messaging/client/recordEncoding.js';
import { loadOriginal } from './originalPart.js';

type Decode = (decoder: object, batch: object) => Readonly<{ headers: object }>;

const load = createRequire(import.meta.url);
const folder = 'kafkajs/src/protocol/recordBatch/record/v0';
const file = load.resolve(`${folder}/decoder.js`);
const Decoder = load('kafkajs/src/protocol/decoder.js') as new (bytes: Buffer) => {
  readVarIntBytes: () => Buffer;
};

const batch = {
  firstOffset: '9007199254740990',
  firstTimestamp: '1764288000000',
  maxTimestamp: '1764288000500',
  timestampType: 0,
  magicByte: 2,
  isControlBatch: false,
};

const records: Readonly<Record<string, object>> = {
  'a record without headers': { key: 'k', value: 'v' },
  'one that is nothing': {},
  'headers of all kinds': {
    key: 'k',
    value: '☂',
    headers: { ü: '☂', a: ['1', '2', '3'], b: '', c: Buffer.from([0, 255]) },
  },
  'a null among the values of a header': { key: 'k', headers: { a: null, b: ['1', null] } },
  'places and times in the batch': { offsetDelta: 499, timestampDelta: -3 },
};

describe('the decoder of records', () => {
  let decode: Decode;
  let original: Decode;

  before(() => {
    replaceRecordEncoding();
    replaceRecordDecoding();
    decode = load(file) as Decode;
    original = loadOriginal(file) as Decode;
  });

  const bytesOf = (record: object): Buffer => {
    const encode = load(folder) as (record: object) => Readonly<{ buffer: Buffer }>;

    return new Decoder(encode(record).buffer).readVarIntBytes();
  };

  const bothOf = (record: object, given: object = batch) =>
    [decode, original].map((one) => one(new Decoder(bytesOf(record)), given));

  it('is replaced in the release of kafkajs that is installed', () =>
    void expect(replaceRecordDecoding()).to.equal(true));

  for (const [what, record] of Object.entries(records))
    it(`reads ${what} as kafkajs does`, () => {
      const [own, theirs] = bothOf(record);

      expect(own).to.deep.equal(theirs);
    });

  it('has the time at which the broker appended, where the batch says so', () => {
    const [own, theirs] = bothOf({ timestampDelta: 7 }, { ...batch, timestampType: 1 });

    expect(own).to.deep.equal(theirs);
    expect(own).to.have.property('timestamp', '1764288000500');
  });

  it('knows what was sent from what every object has', () => {
    const [own] = bothOf({ headers: { constructor: 'x', toString: 'y', ['__proto__']: 'z' } });

    expect(Object.entries(own?.headers ?? {}).map(String)).to.deep.equal([
      'constructor,x',
      'toString,y',
      '__proto__,z',
    ]);
  });

  it('refuses a record that ends within a number', () =>
    void expect(() => decode(new Decoder(Buffer.from([0, 0, 0, 0x80])), batch)).to.throw(
      RangeError,
    ));
});
