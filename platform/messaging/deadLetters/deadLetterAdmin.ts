import { randomUUID } from 'node:crypto';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { deadLetterTopic, topics, type Topic } from '../../../contracts/messages/index.js';
import { errorHeaders } from './sendToDeadLetter.js';
import type { Kafka } from '../client/kafka.js';
import { partitionOf } from '../client/partitionOf.js';
import { createPublisher } from '../publisher/publisher.js';

/** A message in `<topic>.dlq`, with what is wrong with it. */
export type DeadLetter = Readonly<{
  topic: Topic;
  partition: number;
  offset: string;
  key: string | null;
  type: string | null;
  error: string;
  group: string;
  time: string;
  raw: KafkaMessage;
}>;

/** Its committed offsets say which letters have been retried. */
const retryGroup = 'dlq-retry';

/** All letters that lie in the dead-letter topics and have not been retried, oldest first per partition. */
export const listDeadLetters = async (kafka: Kafka): Promise<DeadLetter[]> => {
  const groupId = `dlq-list-${randomUUID()}`;
  const letters: DeadLetter[] = [];
  await forEachLetter(kafka, groupId, (letter) => {
    letters.push(letter);

    return Promise.resolve();
  });
  await kafka.withAdmin((admin) => admin.deleteGroups([groupId])).catch(() => undefined);

  return letters.sort(byPlace);
};

/**
 * Sends every letter once more to the topic that it came from, without the error headers; what was
 * retried is not listed again. Answers how many were sent.
 */
export const retryDeadLetters = async (kafka: Kafka): Promise<number> => {
  const publisher = createPublisher(kafka);
  let count = 0;
  try {
    await forEachLetter(kafka, retryGroup, async ({ topic, partition, key, raw }, done) => {
      const message = { key: raw.key, value: raw.value, headers: withoutErrors(raw.headers) };
      await publisher.send(topic, key === null ? partition : partitionOf(key), [message]);
      await done();
      count += 1;
    });
  } finally {
    await publisher.stop();
  }

  return count;
};

type Visit = (letter: DeadLetter, done: () => Promise<void>) => Promise<void>;

const forEachLetter = async (kafka: Kafka, groupId: string, visit: Visit): Promise<void> => {
  const names = Object.keys(topics) as Topic[];
  await kafka.ensureTopics(names);
  for (const topic of names) {
    const ends = await rangesOf(kafka, deadLetterTopic(topic));
    const waiting = ends.reduce((sum, { from, to }) => sum + Number(to - from), 0);
    if (waiting > 0) await visitTopic(kafka, { topic, groupId, ends, waiting, visit });
  }
};

type End = Readonly<{ partition: number; from: bigint; to: bigint }>;

const rangesOf = (kafka: Kafka, name: string): Promise<End[]> =>
  kafka.withAdmin(async (admin) => {
    const [retried] = await admin.fetchOffsets({ groupId: retryGroup, topics: [name] });
    const ends = await admin.fetchTopicOffsets(name);

    return ends.map(({ partition, low, high }) => {
      const at = retried?.partitions.find((one) => one.partition === partition)?.offset ?? '-1';

      return { partition, from: at === '-1' ? BigInt(low) : BigInt(at), to: BigInt(high) };
    });
  });

type Round = Readonly<{
  topic: Topic;
  groupId: string;
  ends: readonly End[];
  waiting: number;
  visit: Visit;
}>;

/** Visits what lies between the ends, and leaves. */
const visitTopic = async (
  kafka: Kafka,
  { topic, groupId, ends, waiting, visit }: Round,
): Promise<void> => {
  const name = deadLetterTopic(topic);
  const consumer = kafka.client.consumer({ groupId, maxWaitTimeInMs: 100 });
  let visited = 0;
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: name, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      const eachMessage = async ({ partition, message }: Placed): Promise<void> => {
        if (!isWanted(ends, { partition, message })) return;
        const offset = (BigInt(message.offset) + 1n).toString();
        const done = () => consumer.commitOffsets([{ topic: name, partition, offset }]);
        await visit(toDeadLetter(topic, partition, message), done);
        visited += 1;
        if (visited === waiting) resolve();
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
};

type Placed = Readonly<{ partition: number; message: KafkaMessage }>;

const isWanted = (ends: readonly End[], { partition, message }: Placed): boolean => {
  const end = ends.find((one) => one.partition === partition);
  const offset = BigInt(message.offset);

  return end !== undefined && offset >= end.from && offset < end.to;
};

const byPlace = (one: DeadLetter, other: DeadLetter): number =>
  one.topic.localeCompare(other.topic) ||
  one.partition - other.partition ||
  Number(BigInt(one.offset) - BigInt(other.offset));

const toDeadLetter = (topic: Topic, partition: number, raw: KafkaMessage): DeadLetter => {
  const header = (name: string): string | null => {
    const value = raw.headers?.[name];

    return value === undefined ? null : String(value);
  };

  return {
    topic,
    partition,
    offset: raw.offset,
    key: raw.key?.toString() ?? null,
    type: header('ce_type'),
    error: header('dlq_error') ?? 'unknown',
    group: header('dlq_group') ?? 'unknown',
    time: header('dlq_time') ?? 'unknown',
    raw,
  };
};

const withoutErrors = (headers: IHeaders = {}): Record<string, string | Buffer> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      const isOurs = (errorHeaders as readonly string[]).includes(name);

      return first === undefined || isOurs ? [] : [[name, first] as const];
    }),
  );
