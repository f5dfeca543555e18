import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { KafkaMessage } from 'kafkajs';
import {
  partitionOf,
  PoisonMessage,
  type Kafka,
  type OutgoingMessage,
  type Publisher,
} from '../../../../platform/messaging/index.js';
import { statusMessage, statusOf } from '../../../support/builders/statusMessages.js';
import {
  openConsumer as openRawConsumer,
  pause,
  until,
} from '../../../support/clients/kafkaClients.js';
import {
  openConsumer,
  openKafka,
  openPublisher,
  ownBroker,
  sendTo,
} from '../../../support/clients/messaging.js';
import { messageIn, onlyOf, type Received, topic, useMessaging } from './consumerFixture.js';

describe('consumer', () => {
  let kafka: Kafka;
  let publisher: Publisher;

  useMessaging((opened) => {
    ({ kafka, publisher } = opened);
  });

  it('hands over what was sent before it first came, parsed and with its place', async () => {
    const value = statusOf({ reason: 'OUT_OF_STOCK' });
    const message = statusMessage(value, { traceparent: '00-1-2-01' });
    const offset = await sendTo(publisher, topic, message);

    const [received] = await firstOf(message.key);

    expect(received?.value).to.deep.equal(value);
    expect(received).to.deep.include({
      topic,
      type: 'order.status',
      partition: partitionOf(message.key),
      offset,
      key: message.key,
      headers: message.headers,
    });
    expect(received?.timestamp).to.be.closeTo(Date.now(), 60_000);
  });

  it('keeps the order of a key', async () => {
    const orderId = randomUUID();
    const revisions = Array.from({ length: 200 }, (_, revision) => revision);
    const received: number[] = [];
    await openConsumer({
      kafka,
      topics: [topic],
      maxBatch: 7,
      handle: onlyOf(orderId, (messages) => {
        received.push(...messages.map(({ value }) => value.orderRevision));
      }),
    });

    for (const orderRevision of revisions)
      await sendTo(publisher, topic, statusMessage(statusOf({ orderId, orderRevision })));
    await until(() => received.length >= revisions.length, 'all of them');

    expect(received).to.deep.equal(revisions);
  });

  describe('with a message that can never succeed', () => {
    const bad: Readonly<Record<string, Partial<OutgoingMessage>>> = {
      'is no JSON': { value: '{"orderId":' },
      'has no value': { value: null },
      'has the wrong schema': { value: JSON.stringify({ ...statusOf(), status: 'LOST' }) },
      'has an unknown type': { headers: { ce_id: randomUUID(), ce_type: 'order.unknown' } },
      'is as large as the broker takes': { value: '{'.padEnd(1_048_200) },
      'has no id': { headers: { ce_type: 'order.status' } },
    };

    for (const [what, change] of Object.entries(bad))
      it(`puts one that ${what} into the dead letters as it came, and goes on`, async () => {
        const good = statusMessage();
        const poison = { ...statusMessage(), ...change, key: good.key };
        await sendTo(publisher, topic, poison);
        await sendTo(publisher, topic, good);

        const received = await firstOf(good.key);
        const letter = await deadLetterOf(good.key);

        expect(received.map(({ headers }) => headers.ce_id)).to.deep.equal([good.headers['ce_id']]);
        expect(letter.value?.toString() ?? null).to.equal(poison.value);
        expect(textsOf(letter)).to.include(poison.headers);
        expect(textsOf(letter)['dlq_error']).to.be.a('string').and.not.equal('');
        expect(textsOf(letter)['dlq_source']).to.match(/^order\.status\/\d\/\d+$/);
      });

    it('puts one there that the handler calls poison, once, and handles the rest of the batch', async () => {
      const [poison, good] = [statusMessage(), statusMessage()];
      const handled: string[] = [];
      let calls = 0;
      await openConsumer({
        kafka,
        topics: [topic],
        handle: (messages) => {
          const found = messages.find(({ key }) => key === poison.key);
          if (found !== undefined) throw new PoisonMessage(found, 'no such order');
          if (messages.some(({ key }) => key === good.key)) {
            calls += 1;
            if (calls === 1) throw new Error('the database is away');
            handled.push(good.key);
          }

          return Promise.resolve();
        },
      });
      const sameBatch = { ...good, headers: good.headers };
      await publisher.send(topic, 0, [poison, sameBatch]);
      await until(() => handled.length > 0, 'the good one');

      expect(textsOf(await deadLetterOf(poison.key))['dlq_error']).to.equal('no such order');
      expect(await deadLettersOf(poison.key)).to.have.length(1);
    });
  });

  describe('with a dependency that fails', () => {
    for (const error of [new Error('away'), new TypeError('a bug'), new SyntaxError('a bug')])
      it(`comes back with the same messages after a ${error.name}, in order`, async () => {
        const orderId = randomUUID();
        const handled: number[] = [];
        let failures = 0;
        await openConsumer({
          kafka,
          topics: [topic],
          handle: onlyOf(orderId, (messages) => {
            failures += 1;
            if (failures <= 3) throw error;
            handled.push(...messages.map(({ value }) => value.orderRevision));
          }),
        });

        for (const orderRevision of [1, 2, 3])
          await sendTo(publisher, topic, statusMessage(statusOf({ orderId, orderRevision })));
        await until(() => handled.length >= 3, 'the messages to be handled');

        expect(handled).to.deep.equal([1, 2, 3]);
      });

    it('holds up no other partition', async () => {
      const [sick, healthy] = [messageIn(0), messageIn(1)];
      const handled = new Set<string>();
      let isSick = true;
      await openConsumer({
        kafka,
        topics: [topic],
        handle: (messages) => {
          if (isSick && messages.some(({ key }) => key === sick.key)) throw new Error('away');
          for (const { key } of messages) handled.add(key);

          return Promise.resolve();
        },
      });

      await Promise.all([sendTo(publisher, topic, sick), sendTo(publisher, topic, healthy)]);
      await until(() => handled.has(healthy.key), 'the healthy partition');
      expect(handled.has(sick.key)).to.equal(false);

      isSick = false;
      await until(() => handled.has(sick.key), 'the other one to come back');
    });
  });

  it('does not get again what it has handled, and does get what it has not', async () => {
    const groupId = `test-${randomUUID()}`;
    const [first, second] = [messageIn(2), messageIn(2)];
    const seen: string[] = [];
    const consumer = await openConsumer({
      kafka,
      groupId,
      topics: [topic],
      handle: (messages) => {
        if (messages.some(({ key }) => key === second.key)) throw new Error('not yet');
        seen.push(...messages.map(({ key }) => key));

        return Promise.resolve();
      },
    });
    await sendTo(publisher, topic, first);
    await until(() => seen.includes(first.key), 'the first');
    await sendTo(publisher, topic, second);
    await pause(200);
    await consumer.stop();

    const later: string[] = [];
    await openConsumer({ kafka, groupId, topics: [topic], handle: collecting(later) });
    await until(() => later.includes(second.key), 'the second');

    expect(later).not.to.include(first.key);
  });

  it('stays a member while a batch takes longer than the session', async () => {
    const groupId = `test-${randomUUID()}`;
    const message = messageIn(3);
    let calls = 0;
    let isDone = false;
    await openConsumer({
      kafka,
      groupId,
      topics: [topic],
      handle: onlyOf(message.key, async () => {
        calls += 1;
        await pause(7_500);
        isDone = true;
      }),
    });

    await sendTo(publisher, topic, message);
    await until(() => calls > 0, 'the batch');
    await pause(7_000);
    const { groups } = await kafka.withAdmin((admin) => admin.describeGroups([groupId]));
    expect(groups[0]?.state).to.equal('Stable');
    await until(() => isDone, 'its end');
    await pause(500);

    expect(calls).to.equal(1);
  });

  it('loses nothing while members of its group come and go', async () => {
    const groupId = `test-${randomUUID()}`;
    const keys = Array.from({ length: 12 }, () => randomUUID());
    const firsts = new Map<string, number[]>(keys.map((key) => [key, []]));
    const handle = (messages: Received[]): Promise<void> => {
      for (const { key, value } of messages) {
        const seen = firsts.get(key);
        if (seen?.includes(value.orderRevision) === false) seen.push(value.orderRevision);
      }

      return Promise.resolve();
    };
    await openConsumer({ kafka, groupId, topics: [topic], handle });
    const sending = (async () => {
      for (let orderRevision = 0; orderRevision < 60; orderRevision += 1) {
        const values = keys.map((orderId) => statusOf({ orderId, orderRevision }));
        await Promise.all(values.map((value) => sendTo(publisher, topic, statusMessage(value))));
        await pause(25);
      }
    })();

    for (let guest = 0; guest < 4; guest += 1) {
      const { stop } = await openConsumer({ kafka, groupId, topics: [topic], handle });
      await pause(150);
      await stop();
    }
    await sending;
    await until(() => [...firsts.values()].every(({ length }) => length === 60), 'all of them');

    for (const revisions of firsts.values())
      expect(revisions).to.deep.equal(Array.from({ length: 60 }, (_, index) => index));
  });

  it('comes back when the broker does, without being started again', async () => {
    const broker = await ownBroker();
    const own = await openKafka(broker.brokers);
    const ownPublisher = openPublisher(own);
    const seen: string[] = [];
    await openConsumer({ kafka: own, topics: [topic], handle: collecting(seen) });
    const [before, after] = [statusMessage(), statusMessage()];
    await sendTo(ownPublisher, topic, before);
    await until(() => seen.includes(before.key), 'the first message');

    await broker.stop();
    await pause(2_000);
    await broker.start();
    await until(() => succeeds(sendTo(ownPublisher, topic, after)), 'a send');
    await until(() => seen.includes(after.key), 'the message after the restart');
  });

  const firstOf = async (key: string): Promise<Received[]> => {
    const received: Received[] = [];
    await openConsumer({
      kafka,
      topics: [topic],
      handle: onlyOf(key, (messages) => {
        received.push(...messages);
      }),
    });
    await until(() => received.length > 0, `a message of ${key}`);

    return received;
  };
});

const collecting =
  (keys: string[]) =>
  (messages: Received[]): Promise<void> => {
    keys.push(...messages.map(({ key }) => key));

    return Promise.resolve();
  };

const deadLettersOf = async (key: string): Promise<KafkaMessage[]> => {
  const found: KafkaMessage[] = [];
  const consumer = await openRawConsumer(`${topic}.dlq`);
  await consumer.run({
    eachMessage: ({ message }) => {
      if (message.key?.toString() === key) found.push(message);

      return Promise.resolve();
    },
  });
  await until(() => found.length > 0, 'a dead letter');

  return found;
};

const deadLetterOf = async (key: string): Promise<KafkaMessage> => {
  const [letter] = await deadLettersOf(key);
  if (letter === undefined) throw new Error('there is no dead letter');

  return letter;
};

const textsOf = ({ headers = {} }: KafkaMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const succeeds = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work;

    return true;
  } catch {
    return false;
  }
};
