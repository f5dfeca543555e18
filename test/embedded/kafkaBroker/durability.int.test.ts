import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeKafkaClients,
  errorTypeOf,
  collect,
  openAdmin,
  openConsumer,
  openProducer,
  pause,
  until,
  valueOf,
} from '../../support/clients/kafkaClients.js';
import {
  type BrokerProcess,
  startBrokerProcess,
} from '../../support/servers/kafkaBrokerProcess.js';

const topic = 'events';

describe('Kafka broker: what survives kill -9', () => {
  let dir: string;
  let broker: BrokerProcess;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kafka-broker-'));
    broker = await startBrokerProcess(dir);
    const admin = await openAdmin(here());
    await admin.createTopics({ topics: [{ topic, numPartitions: 3 }] });
  });
  afterEach(async () => {
    await closeKafkaClients();
    await broker.kill();
    await rm(dir, { recursive: true });
  });

  it('every record that was acknowledged, in order', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const working = produceUntilItFails(`${round}`, acknowledged);
      const enough = 40 * (round + 1);
      await until(() => acknowledged.length > enough, 'some to be acknowledged');
      await killAndRestart();
      await working;
    }
    const received = await readFrom((values) => acknowledged.every((value) => values.has(value)));

    expect(acknowledged.length).to.be.greaterThan(100);
    for (const partition of [0, 1, 2]) {
      const own = received.filter((one) => one.partition === partition);
      const offsets = own.map(({ message }) => Number(message.offset));
      expect(offsets).to.deep.equal(offsets.map((_, at) => at));
      const known = own.map(valueOf).filter((value) => acknowledged.includes(value));
      expect(known).to.deep.equal([...known].sort(byRoundAndNumber));
    }
  });

  it('the sequence of an idempotent producer, which goes on without a repeat or a gap', async () => {
    const producer = await openProducer({ idempotent: true, maxInFlightRequests: 1 }, here());
    const count = 400;
    const working = (async () => {
      for (let n = 0; n < count; n += 1)
        await producer.send({ topic, messages: [{ partition: 0, value: String(n) }] });
    })();
    await pause(150);
    await killAndRestart();
    await working;
    const received = await readFrom((values) => values.size === count);

    expect(received.map(valueOf)).to.deep.equal(Array.from({ length: count }, (_, n) => String(n)));
  });

  it('committed offsets', async () => {
    const producer = await openProducer({}, here());
    await producer.send({ topic, messages: values(10, 0) });
    const consumer = await openConsumer(topic, { groupId: 'readers' }, here());
    const early = await collect(consumer);
    await until(() => early.length === 10, 'ten messages');
    await consumer.disconnect();

    await killAndRestart();
    await producer.send({ topic, messages: values(2, 10) });
    const late = await collect(await openConsumer(topic, { groupId: 'readers' }, here()));
    await until(() => late.length >= 2, 'the messages after the restart');
    await pause(200);

    expect(late.map(valueOf).sort()).to.deep.equal(['10', '11']);
  });

  it('the work of a consumer that was running', async () => {
    const producer = await openProducer({}, here());
    const received = await collect(await openConsumer(topic, { groupId: 'readers' }, here()));
    await producer.send({ topic, messages: values(5, 0) });
    await until(() => received.length === 5, 'five messages');

    await killAndRestart();
    await producer.send({ topic, messages: values(5, 5) });
    await until(() => new Set(received.map(valueOf)).size === 10, 'all ten messages');
  });

  it('topics, their partitions, settings and deletion', async () => {
    const admin = await openAdmin(here());
    await admin.createTopics({ topics: [{ topic: 'gone' }, { topic: 'grown' }] });
    await admin.deleteTopics({ topics: ['gone'] });
    await admin.createPartitions({ topicPartitions: [{ topic: 'grown', count: 4 }] });
    const { clusterId } = await admin.describeCluster();

    await killAndRestart();
    const after = await openAdmin(here());
    const { topics } = await after.fetchTopicMetadata();

    expect(topics.map(({ name, partitions }) => [name, partitions.length])).to.have.deep.members([
      [topic, 3],
      ['grown', 4],
    ]);
    expect((await after.describeCluster()).clusterId).to.equal(clusterId);
  });

  it('the right of a producer id to be the only one', async () => {
    const settings = { idempotent: true, maxInFlightRequests: 1, retry: { retries: 3 } };
    const before = await openProducer(settings, here());
    await before.send({ topic, messages: [{ partition: 0, value: '0' }] });
    await killAndRestart();
    const after = await openProducer(settings, here());
    const sent = after.send({ topic, messages: [{ partition: 0, value: '1' }] });

    // With the id of another producer, sequence 0 would be taken for a repeat of the first record.
    expect(await errorTypeOf(sent)).to.equal('NONE');
    expect((await sent)[0]?.baseOffset).to.equal('1');
  });

  const here = () => ({
    brokers: [broker.address],
    retry: { initialRetryTime: 50, retries: 30, maxRetryTime: 200 },
  });

  const killAndRestart = async (): Promise<void> => {
    const { port } = broker;
    await broker.kill();
    broker = await startBrokerProcess(dir, port);
  };

  const produceUntilItFails = async (round: string, acknowledged: string[]): Promise<void> => {
    const producer = await openProducer({ retry: { retries: 0 } }, here());
    try {
      for (let n = 0; ; n += 1) {
        const value = `${round}-${n}`;
        await producer.send({ topic, messages: [{ partition: n % 3, value }] });
        acknowledged.push(value);
      }
    } catch {
      // The broker was killed.
    }
  };

  const readFrom = async (isComplete: (values: Set<string>) => boolean) => {
    const received = await collect(await openConsumer(topic, {}, here()));
    await until(() => isComplete(new Set(received.map(valueOf))), 'all messages');

    return received;
  };
});

const values = (count: number, from: number) =>
  Array.from({ length: count }, (_, n) => ({ value: String(from + n) }));

const byRoundAndNumber = (one: string, other: string): number => {
  const [round = 0, number = 0] = one.split('-').map(Number);
  const [otherRound = 0, otherNumber = 0] = other.split('-').map(Number);

  return round - otherRound || number - otherNumber;
};
