import { expect } from 'chai';
import { createRequire } from 'node:module';
import { replaceRecordEncoding } from '../../../../platform/messaging/client/recordEncoding.js';
import { loadOriginal } from './originalPart.js';

type Encode = (record: object) => Readonly<{ buffer: Buffer }>;

const load = createRequire(import.meta.url);
const file = load.resolve('kafkajs/src/protocol/recordBatch/record/v0/index.js');

const records: Readonly<Record<string, object>> = {
  'a record without headers': { key: 'k', value: 'v' },
  'one that is nothing': {},
  'one without key and value': { key: null, value: null, headers: { a: '1' } },
  'bytes and letters of several bytes': {
    key: Buffer.from([0, 255, 128]),
    value: '☂ 😀',
    headers: { ü: Buffer.alloc(70, 7), b: '☂' },
  },
  'a header with several values, and with none': {
    key: 'k',
    value: '',
    headers: { a: ['1', Buffer.from('2')], b: [], c: '' },
  },
  'lengths at which numbers take a byte more': {
    key: 'k'.repeat(63),
    value: 'v'.repeat(64),
    headers: { a: 'x'.repeat(8_191), b: 'x'.repeat(8_192), c: 'x'.repeat(1_048_576) },
  },
  'places and times in the batch': { key: 'k', value: 'v', offsetDelta: 499, timestampDelta: -3 },
  'a time far behind the first': { key: 'k', value: 'v', timestampDelta: 8_640_000_000_000 },
};

describe('the encoder of records', () => {
  let encode: Encode;
  let original: Encode;

  before(() => {
    replaceRecordEncoding();
    encode = load(file) as Encode;
    original = loadOriginal(file) as Encode;
  });

  it('is replaced in the release of kafkajs that is installed', () =>
    void expect(replaceRecordEncoding()).to.equal(true));

  it('is what a request to produce uses, also where one was made before', () => {
    const request = 'kafkajs/src/protocol/requests/produce/v3/request.js';
    const replaced = load.cache[file];
    load(request);
    Reflect.deleteProperty(load.cache, file);
    replaceRecordEncoding();

    expect(load.cache[load.resolve(request)]).to.equal(undefined);
    if (replaced !== undefined) load.cache[file] = replaced;
  });

  for (const [what, record] of Object.entries(records))
    it(`writes ${what} as kafkajs does, byte for byte`, () =>
      void expect(encode(record).buffer).to.deep.equal(original(record).buffer));

  it('writes a header that is null, at which kafkajs throws', () => {
    const record = { key: 'k', value: null, headers: { a: null, b: ['1', null] } };
    const { buffer } = encode(record);

    expect(() => original(record)).to.throw('must be of type string');
    expect([...buffer.subarray(1)]).to.deep.equal([
      0, 0, 0, 2, 107, 1, 6, 2, 97, 1, 2, 98, 2, 49, 2, 98, 1,
    ]);
  });
});
