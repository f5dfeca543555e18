import { randomUUID } from 'node:crypto';
import type { Kafka } from '../client/connectKafka.js';
import { partitionOf } from '../client/partitionOf.js';
import { createPublisher } from '../publisher/publisher.js';
import type { DeadLetter } from './deadLetter.js';
import { originalHeaders } from './deadLetterHeaders.js';
import { forEachDeadLetter } from './forEachDeadLetter.js';
import { retryGroup } from './unretriedRanges.js';

/** Returns all dead letters that have not been retried, oldest first per partition. */
export const listDeadLetters = async (kafka: Kafka): Promise<DeadLetter[]> => {
  const groupId = `dlq-list-${randomUUID()}`;
  const letters: DeadLetter[] = [];
  await forEachDeadLetter(kafka, groupId, (letter) => {
    letters.push(letter);

    return Promise.resolve();
  });
  await kafka.withAdmin((admin) => admin.deleteGroups([groupId])).catch(() => undefined);

  return letters.sort(byOffset);
};

/**
 * Publishes every dead letter again to the topic that it came from, with its original headers, and
 * returns how many. What was retried is not listed again.
 */
export const retryDeadLetters = async (kafka: Kafka): Promise<number> => {
  const publisher = createPublisher(kafka);
  let count = 0;
  try {
    await forEachDeadLetter(
      kafka,
      retryGroup,
      async ({ topic, partition, key, raw }, commitOffset) => {
        const message = { key: raw.key, value: raw.value, headers: originalHeaders(raw.headers) };
        await publisher.send(topic, key === null ? partition : partitionOf(key), [message]);
        await commitOffset();
        count += 1;
      },
    );
  } finally {
    await publisher.stop();
  }

  return count;
};

const byOffset = (one: DeadLetter, other: DeadLetter): number =>
  one.topic.localeCompare(other.topic) ||
  one.partition - other.partition ||
  Number(BigInt(one.offset) - BigInt(other.offset));
