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
    const total = ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0);
    if (total > 0) await visitTopic(kafka, groupId, { topic, ranges, total, visit });
  }
};

type TopicVisit = Readonly<{
  topic: Topic;
  ranges: readonly OffsetRange[];
  /** Number of letters in the ranges. */
  total: number;
  visit: Visit;
}>;

const visitTopic = async (kafka: Kafka, groupId: string, work: TopicVisit): Promise<void> => {
  const consumer = kafka.client.consumer({ groupId, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: deadLetterTopic(work.topic), fromBeginning: true });
    await visitAll(consumer, work);
  } finally {
    await consumer.disconnect();
  }
};

const visitAll = (consumer: Consumer, { topic, ranges, total, visit }: TopicVisit): Promise<void> =>
  new Promise((resolve, reject) => {
    let visited = 0;
    const eachMessage = async (payload: EachMessagePayload): Promise<void> => {
      const { topic: name, partition, message } = payload;
      if (!isInRange(ranges, partition, message.offset)) return;
      const offset = (BigInt(message.offset) + 1n).toString();
      const commitOffset = () => consumer.commitOffsets([{ topic: name, partition, offset }]);
      await visit(toDeadLetter(topic, partition, message), commitOffset);
      visited += 1;
      if (visited === total) resolve();
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
  });
