import { expect } from 'chai';
import {
  connectKafka,
  UnsendableMessages,
  WrongPartitionCount,
  type OutgoingMessage,
} from '../../../../platform/messaging/index.js';
import { until } from '../../../support/clients/kafkaClients.js';
import {
  closeMessaging,
  closing,
  openKafka,
  openPublisher,
  ownBroker,
  silent,
} from '../../../support/clients/messaging.js';

const topic = 'order.created';

const message = (value: string): OutgoingMessage => ({
  key: 'k',
  value,
  headers: { ce_id: value },
});

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('publisher', () => {
  afterEach(closeMessaging);

  it('returns the base offset of each send', async () => {
    const kafka = await openKafka();
    await kafka.ensureTopics();
    const publisher = openPublisher(kafka);

    const first = await publisher.send(topic, 4, [message('a'), message('b')]);
    const second = await publisher.send(topic, 4, [message('c')]);

    expect(second - first).to.equal(2n);
  });

  it('tells messages that are too large from trouble, and still works afterwards', async () => {
    const kafka = await openKafka();
    await kafka.ensureTopics();
    const publisher = openPublisher(kafka);
    const before = await publisher.send(topic, 5, [message('a')]);

    const failure = await failureOf(publisher.send(topic, 5, [message('x'.repeat(2_000_000))]));

    expect(failure).to.be.instanceOf(UnsendableMessages);
    expect(await publisher.send(topic, 5, [message('b')])).to.equal(before + 1n);
  });

  it('fails in bounded time while the broker is away, and works again when it is back', async () => {
    const broker = await ownBroker();
    const kafka = await openKafka(broker.brokers);
    await kafka.ensureTopics();
    const publisher = openPublisher(kafka);
    await publisher.send(topic, 0, [message('a')]);

    await broker.stop();
    const failure = await failureOf(publisher.send(topic, 0, [message('b')]));
    expect(failure).to.be.an('error').and.not.instanceOf(UnsendableMessages);
    await broker.start();
    await until(
      async () => (await failureOf(publisher.send(topic, 0, [message('b')]))) === null,
      'a send',
    );
  });

  it('refuses a topic with another number of partitions', async () => {
    const broker = await ownBroker();
    const kafka = await openKafka(broker.brokers);
    await kafka.withAdmin((admin) =>
      admin.createTopics({ topics: [{ topic, numPartitions: 3 }], waitForLeaders: true }),
    );

    expect(await failureOf(kafka.ensureTopics())).to.be.instanceOf(WrongPartitionCount);
  });

  it('creates each topic with six partitions, and its dead letters with it', async () => {
    const broker = await ownBroker();
    const kafka = await openKafka(broker.brokers);

    await Promise.all([kafka.ensureTopics(), kafka.ensureTopics()]);

    const { topics } = await kafka.withAdmin((admin) => admin.fetchTopicMetadata());
    const counts = topics.map(({ name, partitions }) => [name, partitions.length]);
    expect(Object.fromEntries(counts)).to.include({ 'order.status': 6, 'order.status.dlq': 6 });
  });

  it('asks for as many replicas as it is told to, which one broker does not have', async () => {
    const { brokers } = await ownBroker();
    const options = { brokers, clientId: 'test', logger: silent, replicationFactor: 2 };
    const failure = await failureOf(closing(connectKafka(options)).ensureTopics());

    const { errors } = failure as AggregateError;
    expect(errors.join()).to.match(/replication[- ]factor/i);
  });
});
