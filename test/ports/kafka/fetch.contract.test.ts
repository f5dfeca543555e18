import { expect } from 'chai';
import {
  closeKafkaClients,
  createTopic,
  errorTypeOf,
  collect,
  openAdmin,
  openConsumer,
  openProducer,
  pause,
  readAll,
  uniqueName,
  until,
  valueOf,
} from '../../support/clients/kafkaClients.js';
import { type KafkaWire, openKafkaWire } from '../../support/clients/kafkaWire.js';

describe('Kafka: fetching', () => {
  let wire: KafkaWire;

  before(async () => {
    wire = await openKafkaWire();
  });
  after(() => wire.close());
  afterEach(closeKafkaClients);

  it('reads a topic from its beginning', async () => {
    const { topic } = await topicWith(['a', 'b', 'c']);

    expect((await readAll(topic, 3)).map(valueOf)).to.deep.equal(['a', 'b', 'c']);
  });

  it('begins at the end for a group that wants only what is new', async () => {
    const { topic, send } = await topicWith(['old']);
    const consumer = await openConsumer(topic);
    await consumer.subscribe({ topics: [topic], fromBeginning: false });
    let fetches = 0;
    consumer.on(consumer.events.FETCH, () => (fetches += 1));
    const received = await collect(consumer);
    await until(() => fetches > 1, 'the consumer to run');

    await send('new');
    await until(() => received.length > 0, 'the new message');

    expect(received.map(valueOf)).to.deep.equal(['new']);
  });

  it('reads ten thousand messages in order, in many fetches', async () => {
    const values = Array.from({ length: 10_000 }, (_, n) => `${n} ${'x'.repeat(200)}`);
    const { topic } = await topicWith([]);
    for (let at = 0; at < values.length; at += 500) await sendTo(topic, values.slice(at, at + 500));
    const consumer = await openConsumer(topic, { maxBytesPerPartition: 64 * 1024 });
    const received = await collect(consumer);
    await until(() => received.length >= values.length, 'all messages');

    expect(received.map(valueOf)).to.deep.equal(values);
  });

  it('starts in the middle of a batch', async () => {
    const { topic } = await topicWith(['a', 'b', 'c', 'd']);
    const consumer = await openConsumer(topic);
    const received = await collect(consumer);
    consumer.seek({ topic, partition: 0, offset: '2' });
    await until(() => received.length >= 2, 'the rest of the batch');
    await pause(200);

    expect(received.map(valueOf).slice(-2)).to.deep.equal(['c', 'd']);
  });

  it('answers a waiting fetch as soon as something is appended', async () => {
    const { topic, send } = await topicWith(['first']);
    const started = performance.now();
    const waiting = fetch({ topic, offset: 1, maxWaitTime: 10_000 });
    await pause(300);
    await send('second');
    const [partition] = (await waiting).partitions;
    const took = performance.now() - started;

    expect(partition?.messages.map(({ offset }) => offset)).to.deep.equal(['1']);
    expect(took).to.be.within(250, 5_000);
  });

  it('answers with nothing when the time is up', async () => {
    const { topic } = await topicWith(['only']);
    const started = performance.now();
    const { partitions } = await fetch({ topic, offset: 1, maxWaitTime: 400 });
    const took = performance.now() - started;

    expect(partitions).to.have.length(1);
    expect(partitions[0]).to.deep.include({ errorCode: 0, highWatermark: '1', messages: [] });
    expect(took).to.be.within(350, 5_000);
  });

  it('does not wait when something is there', async () => {
    const { topic } = await topicWith(['there']);
    const started = performance.now();
    const { partitions } = await fetch({ topic, offset: 0, maxWaitTime: 10_000 });

    expect(partitions[0]?.messages).to.have.length(1);
    expect(performance.now() - started).to.be.lessThan(2_000);
  });

  it('waits for as many bytes as are asked for', async () => {
    const { topic } = await topicWith(['too little']);
    const started = performance.now();
    const { partitions } = await fetch({ topic, offset: 0, maxWaitTime: 400, minBytes: 10_000 });

    expect(performance.now() - started).to.be.within(350, 5_000);
    expect(partitions[0]?.messages).to.have.length(1);
  });

  it('returns a batch that is larger than what was asked for', async () => {
    const { topic } = await topicWith(['x'.repeat(50_000)]);
    const { partitions } = await fetch({ topic, offset: 0, maxBytes: 1_000 });

    expect(partitions[0]?.messages.map(({ value }) => value?.length)).to.deep.equal([50_000]);
  });

  it('stops at the bytes that were asked for', async () => {
    const { topic, send } = await topicWith(['x'.repeat(5_000)]);
    for (let n = 1; n < 10; n += 1) await send('x'.repeat(5_000));
    const { partitions } = await fetch({ topic, offset: 0, maxBytes: 16_000 });

    expect(partitions[0]?.messages.map(({ offset }) => offset)).to.deep.equal(['0', '1', '2']);
  });

  for (const offset of [4, 1_000_000, -5])
    it(`refuses offset ${offset} of a log with three records`, async () => {
      const { topic } = await topicWith(['a', 'b', 'c']);
      const { partitions } = await fetch({ topic, offset });

      expect(partitions[0]).to.include({ errorCode: offsetOutOfRange });
    });

  it('leads a consumer that seeks too far back to the beginning', async () => {
    const { topic } = await topicWith(['a', 'b']);
    const consumer = await openConsumer(topic);
    const received = await collect(consumer);
    await until(() => received.length === 2, 'both messages');
    consumer.seek({ topic, partition: 0, offset: '77' });
    await until(() => received.length === 4, 'both messages again');

    expect(received.map(valueOf)).to.deep.equal(['a', 'b', 'a', 'b']);
  });

  it('refuses to fetch from a topic or partition that is unknown', async () => {
    const { topic } = await topicWith(['a']);

    const unknownTopic = await fetch({ topic: uniqueName('unknown'), offset: 0 });
    const unknownPartition = await fetch({ topic, partition: 9, offset: 0 });

    expect(unknownTopic.partitions[0]).to.include({ errorCode: unknownTopicOrPartition });
    expect(unknownPartition.partitions[0]).to.include({ errorCode: unknownTopicOrPartition });
  });

  it('refuses a consumer of an unknown topic', async () => {
    const consumer = openConsumer(uniqueName('unknown'), {
      retry: { initialRetryTime: 10, retries: 1 },
    });

    expect(await errorTypeOf(consumer)).to.equal('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('names the first and the next offset of every partition', async () => {
    const { topic } = await topicWith(['a', 'b', 'c']);

    expect(await (await openAdmin()).fetchTopicOffsets(topic)).to.deep.equal([
      { partition: 0, offset: '3', high: '3', low: '0' },
    ]);
  });

  it('finds the first record that is not older than a time', async () => {
    // kept for ever: records of 1970 would be removed as soon as the broker looks
    const topic = await createTopic(1, { 'retention.ms': '-1' });
    const producer = await openProducer();
    const times = ['1000', '2000', '2000', '4000'];
    for (const batch of [times.slice(0, 3), times.slice(3)])
      await producer.send({
        topic,
        messages: batch.map((timestamp) => ({ timestamp, value: timestamp })),
      });
    const admin = await openAdmin();
    const offsetAt = async (time: number) =>
      (await admin.fetchTopicOffsetsByTimestamp(topic, time))[0]?.offset;

    expect(await offsetAt(500)).to.equal('0');
    expect(await offsetAt(1_001)).to.equal('1');
    expect(await offsetAt(2_000)).to.equal('1');
    expect(await offsetAt(2_001)).to.equal('3');
    // kafkajs turns "none" into the end of the log.
    expect(await offsetAt(4_001)).to.equal('4');
  });

  const fetch = async ({
    topic,
    partition = 0,
    offset,
    maxWaitTime = 100,
    minBytes = 1,
    maxBytes = 1_048_576,
  }: FetchArguments): Promise<FetchedTopic> => {
    const response = await wire.send<Readonly<{ responses: readonly FetchedTopic[] }>>(
      'fetch',
      11,
      {
        replicaId: -1,
        maxWaitTime,
        minBytes,
        maxBytes,
        topics: [{ topic, partitions: [{ partition, fetchOffset: offset, maxBytes }] }],
      },
    );

    return response.responses[0] ?? { partitions: [] };
  };
});

const offsetOutOfRange = 1;
const unknownTopicOrPartition = 3;

type FetchArguments = Readonly<{
  topic: string;
  partition?: number;
  offset: number;
  maxWaitTime?: number;
  minBytes?: number;
  maxBytes?: number;
}>;

type FetchedTopic = Readonly<{
  partitions: readonly Readonly<{
    errorCode: number;
    highWatermark: string;
    messages: readonly Readonly<{ offset: string; value: Buffer | null }>[];
  }>[];
}>;

const sendTo = async (topic: string, values: readonly string[]): Promise<void> => {
  if (values.length === 0) return;
  const producer = await openProducer();
  await producer.send({ topic, messages: values.map((value) => ({ value })) });
};

const topicWith = async (values: readonly string[]) => {
  const topic = await createTopic();
  await sendTo(topic, values);

  return { topic, send: (value: string) => sendTo(topic, [value]) };
};
