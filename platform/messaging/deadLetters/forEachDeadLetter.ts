import type { Consumer, EachMessagePayload } from 'kafkajs';
import { deadLetterTopic, topics, type Topic } from '../../../contracts/messages/index.js';
import type { Kafka } from '../client/connectKafka.js';
import { toDeadLetter, type DeadLetter } from './deadLetter.js';
import { isInRange, unretriedRangesOf, type OffsetRange } from './unretriedRanges.js';

type Visit = (letter: DeadLetter, commitOffset: () => Promise<void>) => Promise<void>;

/**
 * Visits every dead letter that has not been retried, as a consumer of the group. `commitOffset`
 * commits that the group has handled the letter.
 */
export const forEachDeadLetter = async (
  kafka: Kafka,
  groupId: string,
  visit: Visit,
): Promise<void> => {
  const names = Object.keys(topics) as Topic[];
  await kafka.ensureTopics(names);
  for (const topic of names) {
    const ranges = await unretriedRangesOf(kafka, deadLetterTopic(topic));
    if (ranges.some(({ from, to }) => from < to))
      await visitTopic(kafka, groupId, { topic, ranges, visit });
  }
};

type TopicVisit = Readonly<{ topic: Topic; ranges: readonly OffsetRange[]; visit: Visit }>;

const visitTopic = async (kafka: Kafka, groupId: string, work: TopicVisit): Promise<void> => {
  const consumer = kafka.client.consumer({ groupId, maxWaitTimeInMs: 100 });
  const visited = createVisited(work.ranges);
  const expiring = setInterval(() => void noteExpired(kafka, work.topic, visited), expiredEveryMs);
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: deadLetterTopic(work.topic), fromBeginning: true });
    await Promise.race([visited.all, visitAll(consumer, work, visited)]);
  } finally {
    clearInterval(expiring);
    await consumer.disconnect();
  }
};

/** In milliseconds: letters that expire during the visit never come. */
const expiredEveryMs = 1_000;

/** Which letters have come, or have expired before they could. */
const createVisited = (ranges: readonly OffsetRange[]) => {
  const left = new Map(ranges.map(({ partition, to }) => [partition, to]));
  let resolveAll: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    resolveAll = resolve;
  });
  /** All before `next` are done. */
  const upTo = (partition: number, next: bigint): void => {
    if (next >= (left.get(partition) ?? next + 1n)) left.delete(partition);
    if (left.size === 0) resolveAll();
  };
  for (const { partition, from } of ranges) upTo(partition, from);

  return { all, upTo };
};

type Visited = ReturnType<typeof createVisited>;

const noteExpired = async (kafka: Kafka, topic: Topic, { upTo }: Visited): Promise<void> => {
  const ends = await kafka
    .withAdmin((admin) => admin.fetchTopicOffsets(deadLetterTopic(topic)))
    .catch(() => []);
  for (const { partition, low } of ends) upTo(partition, BigInt(low));
};

/** Rejects when the consumer or a visit fails; resolves never. */
const visitAll = (consumer: Consumer, { topic, ranges, visit }: TopicVisit, { upTo }: Visited) =>
  new Promise<never>((_, reject) => {
    const eachMessage = async (payload: EachMessagePayload): Promise<void> => {
      const { topic: name, partition, message } = payload;
      if (!isInRange(ranges, partition, message.offset)) return;
      const next = BigInt(message.offset) + 1n;
      const offset = next.toString();
      const commitOffset = () => consumer.commitOffsets([{ topic: name, partition, offset }]);
      await visit(toDeadLetter(topic, partition, message), commitOffset);
      upTo(partition, next);
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
  });
