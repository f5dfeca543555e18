import { expect } from 'chai';
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
