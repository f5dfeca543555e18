import type { Admin } from 'kafkajs';
import {
  deadLetterTopic,
  partitionsPerTopic,
  type Topic,
} from '../../../contracts/messages/index.js';
import { WrongPartitionCount } from './errors.js';

/** A letter is its message and why it came here: a message of the largest size must not be refused for that. */
const roomForReasons = [{ name: 'max.message.bytes', value: String(2 * 1024 * 1024) }];

/** Creates what is missing of these topics and their dead-letter topics. Throws WrongPartitionCount. */
export const ensureTopics = async (admin: Admin, names: readonly Topic[]): Promise<void> => {
  const deadLetters = new Set<string>(names.map(deadLetterTopic));
  const wanted = [...names, ...deadLetters];
  const existing = new Set(await admin.listTopics());
  const missing = wanted.filter((topic) => !existing.has(topic));
  if (missing.length > 0)
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({
        topic,
        numPartitions: partitionsPerTopic,
        ...(deadLetters.has(topic) && { configEntries: roomForReasons }),
      })),
    });

  const { topics } = await admin.fetchTopicMetadata({ topics: wanted });
  for (const { name, partitions } of topics)
    if (partitions.length !== partitionsPerTopic)
      throw new WrongPartitionCount(name, {
        actual: partitions.length,
        expected: partitionsPerTopic,
      });
};
