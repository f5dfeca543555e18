import { randomUUID } from 'node:crypto';
import { type Admin, type Consumer, type IHeaders, Kafka, logLevel } from 'kafkajs';
import { topics } from '../../contracts/messages/index.js';
import { pause } from '../../platform/concurrency/index.js';

export type Tapped = Readonly<{
  topic: string;
  type: string;
  partition: number;
  offset: string;
  key: string;
  value: Record<string, unknown>;
}>;

export type Tap = Readonly<{ stop: () => Promise<void> }>;

const names = Object.keys(topics);

const topicsTimeoutMs = 30_000;

/**
 * Shows every message from now on, as an onlooker: a group of its own that is deleted afterwards.
 */
export const tapKafka = async (
  brokers: readonly string[],
  onMessage: (message: Tapped) => void,
): Promise<Tap> => {
  const kafka = new Kafka({ clientId: 'demo', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const groupId = `demo-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, sessionTimeout: 6_000 });
  const admin = kafka.admin();
  await admin.connect();
  await untilThereAre(admin);
  await consumer.connect();
  await consumer.subscribe({ topics: names, fromBeginning: false });
  const joined = new Promise<void>((resolve) =>
    consumer.on(consumer.events.GROUP_JOIN, () => resolve()),
  );
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ topic, partition, message }) => {
      onMessage(toTapped(topic, partition, message));

      return Promise.resolve();
    },
  });
  await joined;
  for (const topic of names) {
    const offsets = await admin.fetchTopicOffsets(topic);
    seekToEnd(consumer, topic, offsets);
  }

  return {
    stop: async () => {
      await consumer.disconnect();
      await admin.deleteGroups([groupId]).catch(() => undefined);
      await admin.disconnect();
    },
  };
};

/** The bridge makes the topics about products, which may be after the start. */
const untilThereAre = async (admin: Admin): Promise<void> => {
  const until = performance.now() + topicsTimeoutMs;
  for (;;) {
    const existing = await admin.listTopics();
    if (names.every((name) => existing.includes(name)) || performance.now() > until) return;
    await pause(100);
  }
};

type Offsets = readonly Readonly<{ partition: number; high: string }>[];

/**
 * Without it a partition would start wherever its first fetch finds the end, which may be too late.
 */
const seekToEnd = (consumer: Consumer, topic: string, offsets: Offsets): void =>
  offsets.forEach(({ partition, high }) => consumer.seek({ topic, partition, offset: high }));

type Message = Readonly<{
  offset: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: IHeaders;
}>;

const toTapped = (topic: string, partition: number, message: Message): Tapped => ({
  topic,
  partition,
  offset: message.offset,
  type: message.headers?.['ce_type']?.toString() ?? '',
  key: message.key?.toString() ?? '',
  value: JSON.parse(message.value?.toString() ?? '{}') as Record<string, unknown>,
});
