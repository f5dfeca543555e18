import { randomUUID } from 'node:crypto';
import { deadLetterTopic } from '../../../contracts/messages/index.js';
import type { Kafka } from '../client/connectKafka.js';
import { foreignHeadersOf } from '../messages/foreignHeaders.js';
import { createPublisher, type Publisher } from '../publisher/publisher.js';
import { UnsendableMessages } from '../publisher/unsendableMessages.js';
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
 * Publishes every dead letter again to the topic and partition that it came from, with its original
 * headers, and returns how many. What was retried is not listed again. A letter that the topic does
 * not take is put back, and holds up no other.
 */
export const retryDeadLetters = async (kafka: Kafka): Promise<number> => {
  const publisher = createPublisher(kafka);
  let count = 0;
  try {
    await forEachDeadLetter(kafka, retryGroup, async (letter, commitOffset) => {
      if (await sendAgain(publisher, letter)) count += 1;
      else await putBack(publisher, letter);
      await commitOffset();
    });
  } finally {
    await publisher.stop();
  }

  return count;
};

/** Returns false when the topic does not take the message. */
const sendAgain = async (
  publisher: Publisher,
  { topic, partition, raw }: DeadLetter,
): Promise<boolean> => {
  const { key, value } = raw;
  try {
    const headers = originalHeaders(foreignHeadersOf(raw.headers));
    await publisher.send(topic, partition, [{ key, value, headers }]);

    return true;
  } catch (error) {
    if (error instanceof UnsendableMessages) return false;
    throw error;
  }
};

const putBack = async (
  publisher: Publisher,
  { topic, partition, raw: { key, value, headers } }: DeadLetter,
): Promise<void> => {
  const letter = { key, value, headers: foreignHeadersOf(headers) };
  await publisher.send(deadLetterTopic(topic), partition, [letter]);
};

const byOffset = (one: DeadLetter, other: DeadLetter): number =>
  one.topic.localeCompare(other.topic) ||
  one.partition - other.partition ||
  Number(BigInt(one.offset) - BigInt(other.offset));
