import { expect } from 'chai';
import { inTurns } from '../../../embedded/kafkaBroker/apis/entries.js';
import type { KafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { MalformedRequest, Reader } from '../../../embedded/kafkaBroker/protocol/reader.js';
import { Writer } from '../../../embedded/kafkaBroker/protocol/writer.js';
import { pause } from '../../../platform/concurrency/index.js';
import { openKafkaSocket } from '../../support/clients/kafkaWire.js';
import { kafkaRequest } from '../../support/builders/kafkaRequest.js';
import { startOwnKafkaBroker } from '../../support/servers/ownKafkaBroker.js';

const most = 10_000;
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

type Write = (out: Writer, entries: readonly number[]) => unknown;

const names: Write = (out, all) => out.array(all, (one) => out.string(`n${one}`));
const partitions =
  (more: (out: Writer) => unknown): Write =>
  (out, all) =>
    out.array(['t'], () =>
      out.string('t').array(all, (one) => {
        more(out.int32(one));
      }),
    );

/** Every request that has a list: name, number and version, and how it is written. */
const lists: readonly (readonly [string, number, number, Write])[] = [
  [
    'Produce',
    0,
    3,
    (out, all) => partitions((o) => o.bytes(empty))(out.string(null).int16(-1).int32(1), all),
  ],
  [
    'Fetch',
    1,
    4,
    (out, all) =>
      partitions((o) => o.int64(0).int32(1))(out.int32(-1).int32(0).int32(0).int32(1).int8(0), all),
  ],
  ['ListOffsets', 2, 1, (out, all) => partitions((o) => o.int64(-1))(out.int32(-1), all)],
  ['Metadata', 3, 1, names],
  [
    'OffsetCommit',
    8,
    2,
    (out, all) =>
      partitions((o) => o.int64(1).string(''))(out.string('g').int32(-1).string('').int64(-1), all),
  ],
  ['OffsetFetch', 9, 1, (out, all) => partitions(() => undefined)(out.string('g'), all)],
  [
    'JoinGroup',
    11,
    0,
    (out, all) =>
      out
        .string('g')
        .int32(30_000)
        .string('')
        .string('consumer')
        .array(all, (one) => out.string(`p${one}`).bytes(empty)),
  ],
  [
    'LeaveGroup',
    13,
    3,
    (out, all) => out.string('g').array(all, (one) => out.string(`m${one}`).string(null)),
  ],
  [
    'SyncGroup',
    14,
    0,
    (out, all) =>
      out
        .string('g')
        .int32(1)
        .string('')
        .array(all, (one) => out.string(`m${one}`).bytes(empty)),
  ],
  ['DescribeGroups', 15, 0, names],
  [
    'CreateTopics',
    19,
    1,
    (out, all) =>
      out
        .array(all, (one) => out.string(`?${one}`).int32(1).int16(1).int32(0).int32(0))
        .int32(1)
        .boolean(true),
  ],
  ['DeleteTopics', 20, 1, (out, all) => (names(out, all), out.int32(1))],
  ['DeleteRecords', 21, 0, (out, all) => (partitions((o) => o.int64(0))(out, all), out.int32(1))],
  [
    'DescribeConfigs',
    32,
    0,
    (out, all) => out.array(all, (one) => out.int8(2).string(`n${one}`).int32(-1)),
  ],
  [
    'CreatePartitions',
    37,
    0,
    (out, all) =>
      out
        .array(all, (one) => out.string(`n${one}`).int32(2).int32(-1))
        .int32(1)
        .boolean(true),
  ],
  ['DeleteGroups', 42, 0, names],
  [
    'IncrementalAlterConfigs',
    44,
    0,
    (out, all) => out.array(all, (one) => out.int8(2).string(`n${one}`).int32(0)).boolean(true),
  ],
];

const empty = Buffer.alloc(0);

describe('Kafka broker: requests with many entries', () => {
  let broker: KafkaBroker;

  before(async () => {
    broker = await startOwnKafkaBroker();
  });
  after(async () => {
    await broker.stop();
  });

  const send = async (key: number, version: number, write: (out: Writer) => unknown) => {
    const { exchange, close } = await openKafkaSocket([`127.0.0.1:${broker.port}`]);
    try {
      return await exchange(kafkaRequest(key, version, write));
    } finally {
      close();
    }
  };

  for (const [name, key, version, write] of lists)
    it(`close the connection when there are too many: ${name}`, async () => {
      const sent = (count: number) =>
        send(key, version, (out) => write(out, numbers(count))).then(() => 'served', String);
      if (name !== 'JoinGroup') expect(await sent(10)).to.equal('served');

      expect(await sent(most + 1)).to.include('closed the connection');
    });

  it('count all lists together, and what is in them', () => {
    const bytes = new Writer();
    bytes.array(numbers(101), () => bytes.array(numbers(100), bytes.int8));
    const frame = Buffer.concat(bytes.toFrame()).subarray(4);
    const { array, int8 } = new Reader(frame);

    expect(() => array(() => array(int8))).to.throw(MalformedRequest, '10001 entries');
  });

  it('get one result for a name that comes twice', async () => {
    const again = (out: Writer) => out.array(['g', 'g', 'h'], out.string);
    const resources = (out: Writer) =>
      out.array(['n', 'n'], (name) => out.int8(2).string(name).int32(-1));

    expect((await send(15, 0, again)).readInt32BE(0)).to.equal(2);
    expect((await send(42, 0, again)).readInt32BE(4)).to.equal(2);
    expect((await send(32, 0, resources)).readInt32BE(4)).to.equal(1);
  });

  it('are refused where a partition, a topic or a setting would be read or changed twice', async () => {
    const found = await send(2, 1, (out) =>
      out.int32(-1).array(['t', 't'], () => {
        out.string('t').array([0], () => out.int32(0).int64(5));
      }),
    );
    const altered = await send(44, 0, (out) =>
      out
        .array([1], () => {
          out
            .int8(2)
            .string('t')
            .array([1, 2], () => out.string('retention.ms').int8(0).string('1'));
        })
        .boolean(true),
    );

    expect(found.readInt16BE(4 + 3 + 4 + 4)).to.equal(42);
    expect(altered.readInt16BE(8)).to.equal(42);
  });

  it('are served in turns with others', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    const busy = (one: number): number => {
      for (const end = performance.now() + 3; performance.now() < end;);

      return one * 2;
    };
    const results = await inTurns(numbers(20), busy);
    clearInterval(counting);
    await pause(0);

    expect(results).to.deep.equal(numbers(20).map((one) => one * 2));
    expect(turns).to.be.greaterThan(3);
  });
});
