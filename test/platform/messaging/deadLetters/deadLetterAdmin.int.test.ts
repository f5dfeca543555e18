import { expect } from 'chai';
import { type Admin, ConfigResourceTypes } from 'kafkajs';
import {
  listDeadLetters,
  retryDeadLetters,
  type Kafka,
} from '../../../../platform/messaging/index.js';
import { statusMessage } from '../../../support/builders/statusMessages.js';
import { until } from '../../../support/clients/kafkaClients.js';
import {
  closeMessaging,
  openConsumer,
  openKafka,
  openPublisher,
  ownBroker,
  sendTo,
} from '../../../support/clients/messaging.js';

describe('dead letters', () => {
  let kafka: Kafka;

  beforeEach(async () => {
    kafka = await openKafka((await ownBroker()).brokers);
    await kafka.ensureTopics();
  });

  afterEach(closeMessaging);

  it('are none in a healthy system', async () => {
    expect(await listDeadLetters(kafka)).to.deep.equal([]);
    expect(await retryDeadLetters(kafka)).to.equal(0);
  });

  it('are listed with their reason, and come as they were when they are retried', async () => {
    const message = statusMessage();
    const unreadable = { ...message, headers: { ...message.headers, ce_type: 'order.future' } };
    await sendTo(openPublisher(kafka), 'order.status', unreadable);
    const consumer = await openConsumer({
      kafka,
      topics: ['order.status'],
      handle: () => Promise.resolve(),
    });
    await until(async () => (await listDeadLetters(kafka)).length > 0, 'the dead letter');
    await consumer.stop();

    const [letter] = await listDeadLetters(kafka);
    expect(letter).to.include({ topic: 'order.status', key: message.key, type: 'order.future' });
    expect(letter?.error).to.equal('unknown ce_type order.future');

    expect(await retryDeadLetters(kafka)).to.equal(1);
    expect(await listDeadLetters(kafka)).to.deep.equal([]);
    const { count, headers } = await inTopic(message.key);
    expect(count).to.equal(2);
    expect(headers).to.deep.equal(unreadable.headers);
  });

  it('are listed to the end although some have expired meanwhile', async () => {
    const publisher = openPublisher(kafka);
    for (let count = 0; count < 2; count += 1)
      await publisher.send('order.status.dlq', 0, [{ key: null, value: 'x', headers: {} }]);
    let reads = 0;
    const expiring: Kafka = {
      ...kafka,
      withAdmin: (work) =>
        kafka.withAdmin((admin) =>
          work({
            ...admin,
            fetchTopicOffsets: async (name) => expired(await admin.fetchTopicOffsets(name)),
          }),
        ),
    };
    const expired = (ends: Awaited<ReturnType<Admin['fetchTopicOffsets']>>) =>
      ends.map((end) =>
        end.high === '2' ? { ...end, high: '4', low: (reads += 1) > 1 ? '4' : end.low } : end,
      );

    expect(await listDeadLetters(expiring)).to.have.length(2);
    expect(reads).to.be.greaterThan(1);
  });

  it('are all listed where the topic is younger than what was retried', async () => {
    const publisher = openPublisher(kafka);
    await publisher.send('order.status.dlq', 0, [{ key: null, value: 'x', headers: {} }]);
    const retriedBefore: Kafka = {
      ...kafka,
      withAdmin: (work) =>
        kafka.withAdmin((admin) => work({ ...admin, fetchOffsets: retriedUpTo('10') })),
    };

    expect(await listDeadLetters(retriedBefore)).to.have.length(1);
  });

  it('are kept for a year', async () => {
    const { resources } = await kafka.withAdmin((admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: 'order.status.dlq',
            configNames: ['retention.ms'],
          },
        ],
      }),
    );

    expect(resources[0]?.configEntries[0]).to.include({ configValue: String(365 * 86_400_000) });
  });

  const inTopic = async (key: string) => {
    const found: Record<string, string>[] = [];
    const consumer = kafka.client.consumer({ groupId: key, maxWaitTimeInMs: 50 });
    await consumer.connect();
    await consumer.subscribe({ topic: 'order.status', fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message }) => {
        const texts = Object.entries(message.headers ?? {}).map(
          ([name, value]) => [name, String(value)] as const,
        );
        if (message.key?.toString() === key) found.push(Object.fromEntries(texts));

        return Promise.resolve();
      },
    });
    await until(() => found.length >= 2, 'both');
    await consumer.disconnect();

    return { count: found.length, headers: found[1] };
  };
});

const retriedUpTo =
  (offset: string): Admin['fetchOffsets'] =>
  ({ topics = [] }) =>
    Promise.resolve(
      topics.map((topic) => ({ topic, partitions: [{ partition: 0, offset, metadata: null }] })),
    );
