import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  type Kafka,
  listDeadLetters,
  partitionOf,
  type Publisher,
  type ReceivedMessage,
  runAll,
} from '../../../../platform/messaging/index.js';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { statusMessage, statusOf } from '../../../support/builders/statusMessages.js';
import { until } from '../../../support/clients/kafkaClients.js';
import {
  closeMessaging,
  openConsumer,
  openKafka,
  openPublisher,
  ownBroker,
  sendTo,
  silent,
} from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

type Received = ReceivedMessage<'order.status'>;

const topic = 'order.status';

describe('A message that this release cannot handle', () => {
  it('waits with the later ones of its key, and everything else goes on', async () => {
    await consuming();
    const [sick, sound] = [randomUUID(), randomUUID()];
    sickKeys.add(sick);
    await send(sick, 1);
    await send(sick, 2);
    await send(sound, 1);
    await until(() => handled.includes(`${sound} 1`), 'the sound one');
    await send(sick, 3);
    await send(sound, 2);
    await until(() => handled.includes(`${sound} 2`), 'the next sound one');
    await until(async () => (await waiting()).length === 3, 'the three to wait');

    expect(handled.filter((one) => one.startsWith(sick))).to.deep.equal([]);
    expect((await waiting()).map(({ state }) => state)).to.deep.equal([
      'undecided',
      'waiting',
      'waiting',
    ]);
    expect(await listDeadLetters(kafka)).to.deep.equal([]);
  });

  it('is handled by a newer release that starts, in order, and later ones after it', async () => {
    const { stop } = await consuming();
    const key = randomUUID();
    sickKeys.add(key);
    for (const revision of [1, 2, 3]) await send(key, revision);
    await until(async () => (await waiting()).length === 3, 'the three to wait');
    await stop();
    sickKeys.clear();
    await consuming();
    await until(() => handled.length >= 3, 'the three');
    await send(key, 4);
    await until(() => handled.includes(`${key} 4`), 'the fourth');

    expect(handled).to.deep.equal([1, 2, 3, 4].map((revision) => `${key} ${revision}`));
    expect(await waiting()).to.deep.equal([]);
  });

  it('is passed over when an operator skips it', async () => {
    await consuming();
    const key = randomUUID();
    sickKeys.add(key);
    for (const revision of [1, 2]) await send(key, revision);
    await until(async () => (await waiting()).length === 2, 'the two to wait');
    sickKeys.clear();
    await database.query(
      `UPDATE messaging.quarantined_messages SET skipped_at = now(), skip_reason = 'a test'
       WHERE state = 'undecided'`,
    );
    await until(() => handled.includes(`${key} 2`), 'the second');

    expect(handled).to.deep.equal([`${key} 2`]);
  });

  it('waits when its type is unknown, and comes back as it was', async () => {
    const { stop } = await consuming();
    const message = statusMessage(statusOf({ orderRevision: 7 }), { ce_type: 'order.gift' });
    await sendTo(publisher, topic, message);
    await until(async () => (await waiting()).length === 1, 'it to wait');
    expect((await waiting())[0]).to.include({ error: 'unknown ce_type order.gift' });
    await stop();
    // what a newer release makes of the name
    await database.query(
      `UPDATE messaging.quarantined_messages SET headers = replace(headers::text, $1, $2)::json`,
      ['order.gift', 'order.status'].map((type) => Buffer.from(type).toString('base64')),
    );
    await consuming();
    await until(() => handled.includes(`${message.key} 7`), 'the message');
  });

  it('holds nobody up, whatever bytes its key, its type and its headers are of', async () => {
    await consuming();
    const sound = statusMessage();
    const partition = partitionOf(sound.key);
    const strange = [Buffer.from([0xff, 0xfe, 0]), Buffer.from('a\0b'), Buffer.from('ab')];
    const types = ['order.gi\0ft', `order.${'x'.repeat(970)}${'😀'.repeat(20)}`, 'order.gift'];
    const foreign = strange.map((key, index) => ({
      ...statusMessage(statusOf(), { ce_type: types[index] ?? '', 'a\0name': 'x' }),
      key,
    }));
    await publisher.send(topic, partition, foreign);
    await until(async () => (await waiting()).length === 3, 'the three to wait');
    await publisher.send(topic, partition, foreign);
    await sendTo(publisher, topic, sound);
    await until(() => handled.length > 0, 'the sound one');
    await until(async () => (await waiting()).length === 6, 'the six to wait');

    await database.query('UPDATE messaging.quarantined_messages SET retry_at = now()');
    await until(
      async () => (await attempts()).filter((count) => count > 1).length === 3,
      'the first of each key to be tried again',
    );
  });

  it('does not stop its partition when its dead letter cannot be written', async () => {
    await kafka.withAdmin((admin) =>
      admin.createTopics({
        topics: [
          {
            topic: `${topic}.dlq`,
            numPartitions: 6,
            configEntries: [{ name: 'max.message.bytes', value: '2000' }],
          },
        ],
      }),
    );
    await consuming();
    const next = statusMessage();
    const broken = { key: next.key, value: `{${' '.repeat(5_000)}`, headers: { note: null } };
    await publisher.send(topic, partitionOf(next.key), [broken]);
    await sendTo(publisher, topic, next);
    await until(() => handled.length > 0, 'the next one');

    expect((await waiting())[0]).to.include({ state: 'unwritten' });
  });

  let kafka: Kafka;
  let publisher: Publisher;
  let database: Database;
  let handled: string[];
  const sickKeys = new Set<string>();

  beforeEach(async () => {
    kafka = await openKafka((await ownBroker()).brokers);
    publisher = openPublisher(kafka);
    database = connectDatabase({ url: await freshDatabase(), logger: silent });
    handled = [];
    sickKeys.clear();
  });

  afterEach(async () => {
    await closeMessaging();
    await database.stop();
  });

  const consuming = () =>
    openConsumer({ kafka, groupId: 'shop', topics: [topic], database, handle });

  const handle = (batch: Received[]): Promise<void> =>
    runAll(
      batch.map((message) => ({
        message,
        run: async () => {
          await Promise.resolve();
          if (sickKeys.has(message.key)) throw new TypeError('Cannot serialize a BigInt');
          handled.push(`${message.key} ${message.value.orderRevision}`);
        },
      })),
    );

  const send = (orderId: string, orderRevision: number) =>
    sendTo(publisher, topic, statusMessage(statusOf({ orderId, orderRevision })));

  const attempts = async (): Promise<number[]> =>
    (
      await database.query<{ attempts: number }>(
        'SELECT attempts FROM messaging.quarantined_messages',
      )
    ).map((row) => row.attempts);

  const waiting = () =>
    database.query<{ state: string; error: string }>(
      'SELECT state, error FROM messaging.quarantined_messages WHERE skipped_at IS NULL ORDER BY id',
    );
});
