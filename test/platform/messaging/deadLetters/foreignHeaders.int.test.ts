import { expect } from 'chai';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import {
  type Kafka,
  listDeadLetters,
  type OutgoingMessage,
  type Publisher,
  retryDeadLetters,
} from '../../../../platform/messaging/index.js';
import { statusMessage } from '../../../support/builders/statusMessages.js';
import {
  closeKafkaClients,
  openConsumer as openRawConsumer,
  until,
} from '../../../support/clients/kafkaClients.js';
import {
  closeMessaging,
  openConsumer,
  openKafka,
  openPublisher,
  ownBroker,
  sendTo,
} from '../../../support/clients/messaging.js';

type Headers = OutgoingMessage['headers'];

const topic = 'order.created';

const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`h${n}`, `${n}`]));

const strange: Readonly<Record<string, Headers>> = {
  'a null header': { note: null },
  'a null header among others of its name': { note: ['first', null, 'last'] },
  'a repeated header': { note: ['first', 'second', 'first'] },
  'a header without a name': { '': 'nameless' },
  'a binary header': { note: Buffer.from([0, 255, 254, 128]) },
  'an empty header': { note: '' },
  'very many headers': many,
  'headers that are called like what every object has': Object.fromEntries<Headers[string]>([
    ['constructor', 'x'],
    ['toString', null],
    ['__proto__', ['x', 'y']],
  ]),
  'headers of a dead letter': { dlq_error: 'theirs', dlq_group: null },
};

describe('A message that can never succeed', () => {
  let kafka: Kafka;
  let publisher: Publisher;
  let brokers: readonly string[];

  beforeEach(async () => {
    ({ brokers } = await ownBroker());
    kafka = await openKafka(brokers);
    publisher = openPublisher(kafka);
    await kafka.ensureTopics();
  });

  afterEach(async () => {
    await closeKafkaClients();
    await closeMessaging();
  });

  for (const [what, headers] of Object.entries(strange))
    it(`is dead-lettered once, as it came, with ${what}, and comes back as it was`, async () => {
      const next = statusMessage();
      await sendTo(publisher, topic, { key: next.key, value: '{}', headers });
      await sendTo(publisher, topic, { ...next, value: '{}', headers: {} });
      const consumer = await openConsumer({
        kafka,
        topics: [topic],
        handle: () => Promise.resolve(),
      });
      const [letter] = await inTopic(`${topic}.dlq`, 2);
      await consumer.stop();

      expect(withoutLast(letter)).to.deep.equal(expected(headers));

      expect(await listDeadLetters(kafka)).to.have.length(2);
      expect(await retryDeadLetters(kafka)).to.equal(2);
      expect((await inTopic(topic, 4))[2]).to.deep.equal(expected(headers));
    });

  it('is put back when its topic does not take it any more, and holds up no other', async () => {
    const [large, small] = [statusMessage(), statusMessage()];
    const headers = { dlq_error: 'x', dlq_group: 'x', dlq_source: 'x', dlq_time: 'x' };
    await publisher.send(`${topic}.dlq`, 0, [
      { ...large, value: 'x'.repeat(1_500_000), headers },
      { ...small, headers },
    ]);

    expect(await retryDeadLetters(kafka)).to.equal(1);
    expect((await listDeadLetters(kafka)).map(({ key }) => key)).to.deep.equal([large.key]);
  });

  const inTopic = async (name: string, count: number) => {
    const found: KafkaMessage[] = [];
    const consumer = await openRawConsumer(name, {}, { brokers: [...brokers] });
    await consumer.run({
      eachMessage: ({ message }) => {
        found.push(message);

        return Promise.resolve();
      },
    });
    await until(() => found.length >= count, `${count} messages in ${name}`);

    return found.map(({ headers }) => textsOf(headers));
  };
});

/** What kafkajs makes of them: bytes as hexadecimal text, and of each name a list. */
const textsOf = (headers: IHeaders = {}): Record<string, (string | null)[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]: readonly [string, unknown]) => [
      name,
      [value]
        .flat()
        .filter((one) => one === null || Buffer.isBuffer(one))
        .map((one) => one?.toString('hex') ?? null),
    ]),
  );

/** A letter without the values that were added to its message. */
const withoutLast = (headers: ReturnType<typeof textsOf> = {}) =>
  Object.fromEntries(
    Object.entries(headers)
      .map(([name, values]) => [name, added.includes(name) ? values.slice(0, -1) : values] as const)
      .filter(([, values]) => values.length > 0),
  );

const added = ['dlq_error', 'dlq_group', 'dlq_source', 'dlq_time'];

const expected = (headers: Headers): Record<string, (string | null)[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      [value].flat().map((one) => (one === null ? null : Buffer.from(one).toString('hex'))),
    ]),
  );
