import type { Admin } from 'kafkajs';
import {
  deadLetterTopic,
  partitionsPerTopic,
  type Topic,
} from '../../../contracts/messages/index.js';

/**
 * A topic has another number of partitions: its keys are in other partitions than readers expect.
 */
export class WrongPartitionCount extends Error {
  override readonly name = 'WrongPartitionCount';

  constructor(topic: string, { actual, expected }: Readonly<{ actual: number; expected: number }>) {
    super(`topic ${topic} has ${actual} partitions, QuickSale needs ${expected}`);
  }
}

/** In milliseconds, a year: a person has to look at a letter before it expires. */
const deadLetterRetentionMs = 365 * 86_400_000;

/** A dead letter is its message plus the reason: a message of the largest size must still fit. */
const deadLetterConfig = [
  { name: 'max.message.bytes', value: String(2 * 1024 * 1024) },
  { name: 'retention.ms', value: String(deadLetterRetentionMs) },
];

/**
 * Creates those of the topics and of their dead-letter topics that are missing. Without a
 * replication factor the brokers decide. Throws WrongPartitionCount.
 */
export const ensureTopics = async (
  admin: Admin,
  names: readonly Topic[],
  replicationFactor?: number,
): Promise<void> => {
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
        ...(replicationFactor !== undefined && { replicationFactor }),
        configEntries: [
          ...(deadLetters.has(topic) ? deadLetterConfig : []),
          ...inSyncConfig(replicationFactor),
        ],
      })),
    });

  await requirePartitions(admin, wanted);
};

/** One broker may be away, and what was acknowledged is still on one more than its leader. */
const inSyncConfig = (replicationFactor = 1) =>
  replicationFactor > 1
    ? [{ name: 'min.insync.replicas', value: String(replicationFactor - 1) }]
    : [];

const requirePartitions = async (admin: Admin, wanted: string[]): Promise<void> => {
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted });
  for (const { name, partitions } of topics)
    if (partitions.length !== partitionsPerTopic)
      throw new WrongPartitionCount(name, {
        actual: partitions.length,
        expected: partitionsPerTopic,
      });
};
