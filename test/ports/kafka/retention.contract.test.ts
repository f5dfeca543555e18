import { expect } from 'chai';
import type { Admin } from 'kafkajs';
import { CompressionTypes } from 'kafkajs';
import {
  closeKafkaClients,
  createTopic,
  errorTypeOf,
  openAdmin,
  openProducer,
  pause,
  readAll,
  until,
  valueOf,
} from '../../support/clients/kafkaClients.js';
import { eventually } from '../../support/assertions/eventually.js';
import { type KafkaWire, openKafkaWire } from '../../support/clients/kafkaWire.js';

describe('Kafka: retention', () => {
  let admin: Admin;
  let wire: KafkaWire;

  before(async () => {
    wire = await openKafkaWire();
  });
  after(() => wire.close());
  beforeEach(async () => {
    admin = await openAdmin({ retry: { initialRetryTime: 10, retries: 2 } });
  });
  afterEach(closeKafkaClients);

  const send = async (topic: string, values: readonly (string | null)[], key = 'k') => {
    const producer = await openProducer();
    for (const value of values) await producer.send({ topic, messages: [{ key, value }] });
  };
  const offsets = async (topic: string) => {
    const [found] = await admin.fetchTopicOffsets(topic);

    return [Number(found?.low), Number(found?.high)];
  };

  it('hides the records that a client deletes, and says where the log begins', async () => {
    const topic = await createTopic();
    await send(topic, ['a', 'b', 'c', 'd']);
    expect(await deleteBefore(topic, 2)).to.include({ errorCode: 0, lowWatermark: 2n });

    expect(await offsets(topic)).to.deep.equal([2, 4]);
    expect((await readAll(topic, 2)).map(valueOf)).to.deep.equal(['c', 'd']);
    expect((await fetch(topic, 1))?.errorCode).to.equal(1);
    expect((await fetch(topic, 2))?.lastStartOffset).to.equal('2');
    const [found] = await admin.fetchTopicOffsetsByTimestamp(topic, 0);
    expect(found?.offset).to.equal('2');
  });

  it('deletes all records of a partition, and goes on behind them', async () => {
    const topic = await createTopic();
    await send(topic, ['a', 'b']);
    await deleteBefore(topic, -1);

    expect(await offsets(topic)).to.deep.equal([2, 2]);
    await send(topic, ['c']);
    expect((await readAll(topic, 1)).map(valueOf)).to.deep.equal(['c']);
  });

  it('deletes no records beyond the end', async () => {
    const topic = await createTopic();
    await send(topic, ['a']);

    expect(await deleteBefore(topic, 2)).to.include({ errorCode: 1 });
    expect(await offsets(topic)).to.deep.equal([0, 1]);
  });

  it('removes records that are older than their topic keeps them', async () => {
    const topic = await createTopic(1, { 'retention.ms': '300', 'segment.ms': '300' });
    await send(topic, ['a', 'b']);

    await until(async () => (await offsets(topic))[0] === 2, 'the records to go', 20_000);
    expect(await offsets(topic)).to.deep.equal([2, 2]);
  }).timeout(30_000);

  it('keeps the last record of every key of a compacted topic, at its offset', async () => {
    const topic = await createTopic(1, {
      'cleanup.policy': 'compact',
      'min.cleanable.dirty.ratio': '0.01',
      'segment.ms': '100',
    });
    for (let round = 0; round < 3; round += 1) {
      await send(topic, [`a${round}`], 'a');
      await send(topic, [`b${round}`], 'b');
      await pause(150);
    }
    await send(topic, ['end'], 'end');
    const left = async () => {
      // a fetch may end where a segment does
      const fetched = [await fetch(topic, 0), await fetch(topic, 6)];
      const messages = fetched.flatMap((one) => one?.messages ?? []);

      return [...new Set(messages.map(({ offset, value }) => `${offset} ${value?.toString()}`))];
    };
    const wanted = ['4 a2', '5 b2', '6 end'];

    await eventually(async () => expect(await left()).to.deep.equal(wanted), 25_000);
    expect(await offsets(topic)).to.deep.equal([0, 7]);
  }).timeout(40_000);

  it('refuses records without a key, and their deletion, in a compacted topic', async () => {
    const topic = await createTopic(1, { 'cleanup.policy': 'compact' });
    const producer = await openProducer();
    await producer.send({ topic, messages: [{ key: 'k', value: 'v' }] });

    expect(await errorTypeOf(producer.send({ topic, messages: [{ value: 'v' }] }))).to.equal(
      'INVALID_RECORD',
    );
    expect(await deleteBefore(topic, 1)).to.include({ errorCode: 44 });
    expect(await offsets(topic)).to.deep.equal([0, 1]);
  });

  it('finds the exact record of a time in a compressed batch', async () => {
    const topic = await createTopic();
    const start = new Date(Date.now() - 60_000).getTime();
    const at = (delta: number) => start + delta;
    const producer = await openProducer();
    const messages = Array.from({ length: 100 }, (_, n) => ({
      value: 'v',
      timestamp: String(at(10 * n)),
    }));
    await producer.send({ topic, compression: CompressionTypes.GZIP, messages });

    for (const [time, offset] of [
      [0, '0'],
      [1, '1'],
      [500, '50'],
      [981, '99'],
    ] as const) {
      const [found] = await admin.fetchTopicOffsetsByTimestamp(topic, at(time));
      expect(found?.offset).to.equal(offset);
    }
  });

  it('refuses a record from the future', async () => {
    const topic = await createTopic(1, { 'message.timestamp.after.max.ms': '60000' });
    const timestamp = String(new Date(Date.now() + 120_000).getTime());
    const producer = await openProducer();
    const sent = producer.send({ topic, messages: [{ value: 'v', timestamp }] });

    expect(await errorTypeOf(sent)).to.equal('INVALID_TIMESTAMP');
  });

  const deleteBefore = async (topic: string, offset: number) => {
    const { topics } = await wire.send<Deleted>('deleteRecords', 1, {
      topics: [{ topic, partitions: [{ partition: 0, offset: String(offset) }] }],
      timeout: 5_000,
    });

    return topics[0]?.partitions[0];
  };

  const fetch = async (topic: string, offset: number) => {
    const response = await wire.send<Fetched>('fetch', 11, {
      replicaId: -1,
      maxWaitTime: 100,
      minBytes: 1,
      maxBytes: 1_000_000,
      topics: [{ topic, partitions: [{ partition: 0, fetchOffset: offset, maxBytes: 1_000_000 }] }],
    });

    return response.responses[0]?.partitions[0];
  };
});

type Deleted = Readonly<{
  topics: readonly Readonly<{
    partitions: readonly Readonly<{ errorCode: number; lowWatermark: bigint }>[];
  }>[];
}>;

type Fetched = Readonly<{
  responses: readonly Readonly<{
    partitions: readonly Readonly<{
      errorCode: number;
      lastStartOffset: string;
      messages: readonly Readonly<{ offset: string; value: Buffer | null }>[];
    }>[];
  }>[];
}>;
