import type { Admin } from 'kafkajs';
import { deadLetterTopic, partitionsPerTopic, type Topic } from '../../contracts/messages/index.js';
import { WrongPartitionCount } from './errors.js';

/** Creates what is missing of these topics and their dead-letter topics. Throws WrongPartitionCount. */
export const ensureTopics = async (admin: Admin, names: readonly Topic[]): Promise<void> => {
  const wanted = names.flatMap((name) => [name, deadLetterTopic(name)]);
  const existing = new Set(await admin.listTopics());
  const missing = wanted.filter((topic) => !existing.has(topic));
  if (missing.length > 0)
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({ topic, numPartitions: partitionsPerTopic })),
    });

  const { topics } = await admin.fetchTopicMetadata({ topics: wanted });
  for (const { name, partitions } of topics)
    if (partitions.length !== partitionsPerTopic)
      throw new WrongPartitionCount(name, {
        actual: partitions.length,
        expected: partitionsPerTopic,
      });
};
