import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { producedError, produceRequest } from '../../support/builders/produceRequest.js';
import { recordBatch } from '../../support/builders/recordBatches.js';
import {
  closeKafkaClients,
  createTopic,
  openAdmin,
  readAll,
} from '../../support/clients/kafkaClients.js';
import { openKafkaSocket } from '../../support/clients/kafkaWire.js';

const unknownServerError = -1;
const invalidRecord = 87;

const two = [
  { key: 'a', value: '1' },
  { key: 'b', value: '2' },
];

/** Two records whose bytes were changed before they were compressed, if they are. */
const changed = (codec: number, change: (records: Buffer) => Buffer | number): Buffer =>
  recordBatch(two, {
    codec,
    pack: (records) => {
      const bytes = Buffer.from(records);
      const made = change(bytes);
      const body = typeof made === 'number' ? bytes : made;

      return codec === 0 ? body : gzipSync(body);
    },
  });

/** Where the second record begins: the first byte is twice the size of what follows. */
const second = (records: Buffer): number => 1 + (records[0] ?? 0) / 2;

const noRecords: Readonly<Record<string, Buffer>> = {
  ...Object.fromEntries(
    [1, 2, 3].map((codec) => [
      `nothing that codec ${codec} could unpack`,
      recordBatch(two, { codec, pack: () => Buffer.from('a text, which nobody compressed') }),
    ]),
  ),
  ...Object.fromEntries(
    [5, 6, 7].map((codec) => [`codec ${codec}, which is none`, recordBatch(two, { codec })]),
  ),
  ...Object.fromEntries(
    [0, 1].flatMap((codec) =>
      Object.entries({
        'fewer records than the header says': recordBatch(two, { codec, count: 3 }),
        'more records': recordBatch(two, { codec, count: 1 }),
        'no record': recordBatch(two, { codec, count: 0 }),
        'bytes behind the last record': changed(codec, (records) =>
          Buffer.concat([records, Buffer.from([1, 2, 3])]),
        ),
        'nothing at all': changed(codec, () => Buffer.alloc(0)),
        'a key that ends behind its record': changed(codec, (records) =>
          records.writeUInt8(126, 4),
        ),
        'a header that is not there': changed(codec, (records) =>
          records.writeUInt8(2, second(records) - 1),
        ),
        'less than no header': changed(codec, (records) =>
          records.writeUInt8(1, second(records) - 1),
        ),
      }).map(([name, batch]) => [codec === 0 ? name : `${name}, compressed`, batch]),
    ),
  ),
  'a number of more bytes than any has': changed(0, (records) => {
    const padded = Buffer.concat([
      records.subarray(0, -1),
      Buffer.alloc(5, 0x80),
      Buffer.from([0]),
    ]);
    padded.writeUInt8((padded[second(records)] ?? 0) + 10, second(records));

    return padded;
  }),
  'a record that is larger than it says': changed(0, (records) =>
    records.writeUInt8((records[0] ?? 0) - 2, 0),
  ),
  'a record that is smaller': changed(0, (records) => records.writeUInt8((records[0] ?? 0) + 2, 0)),
  'a record that ends behind its batch': changed(0, (records) => records.writeUInt8(126, 0)),
  'a gap in the offsets, compressed': changed(1, (records) =>
    records.writeUInt8(10, second(records) + 3),
  ),
};

describe('Kafka: records that are none', () => {
  let topic: string;
  let socket: Awaited<ReturnType<typeof openKafkaSocket>>;
  before(async () => {
    topic = await createTopic();
    socket = await openKafkaSocket();
  });
  after(async () => {
    socket.close();
    await closeKafkaClients();
  });

  const produce = async (batch: Buffer): Promise<number> =>
    producedError(topic, await socket.exchange(produceRequest(topic, batch)));

  for (const [what, batch] of Object.entries(noRecords))
    it(`are refused: ${what}`, async () => {
      expect(await produce(batch)).to.be.oneOf([unknownServerError, invalidRecord]);
    });

  it('are not read by anybody, and others are', async () => {
    const [end] = await (await openAdmin()).fetchTopicOffsets(topic);
    expect(end?.high).to.equal('0');
    for (const codec of [0, 1]) expect(await produce(recordBatch(two, { codec }))).to.equal(0);

    const read = await readAll(topic, 4);
    expect(read.map(({ message }) => String(message.key))).to.deep.equal(['a', 'b', 'a', 'b']);
  });
});
