import type { Kafka } from '../../../platform/messaging/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';

/** A partition that ends before the last message that it acknowledged. */
export type LostPartition = Readonly<{ topic: string; partition: number; publishedAt: Date }>;

type Deps = Readonly<{ database: Queryable; kafka: Pick<Kafka, 'withAdmin'> }>;

/**
 * Returns the partitions that have lost what was published to them: Kafka was lost, or its topics
 * were made anew. Of each the last message is looked at, as far as it is among the last thousand.
 */
export const lostPartitions = async ({ database, kafka }: Deps): Promise<LostPartition[]> => {
  const last = await database.query<Acknowledged>(lastAcknowledged);
  const topics = [...new Set(last.map(({ topic }) => topic))];
  const ends = await kafka.withAdmin((admin) =>
    Promise.all(
      topics.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic)).map(
          ({ partition, high }) => [`${topic}/${partition}`, BigInt(high)] as const,
        ),
      ),
    ),
  );
  const ofPartition = new Map(ends.flat());

  return last.filter(
    ({ topic, partition, offset }) =>
      (ofPartition.get(`${topic}/${partition}`) ?? 0n) <= BigInt(offset),
  );
};

type Acknowledged = LostPartition & Readonly<{ offset: string }>;

const lastAcknowledged = `
  SELECT DISTINCT ON (topic, partition) topic, partition, "offset"::text AS "offset",
    published_at AS "publishedAt"
  FROM (
    SELECT topic, partition, "offset", published_at FROM messaging.published
    ORDER BY position DESC, ordinal DESC LIMIT 1000
  ) AS last
  WHERE "offset" IS NOT NULL
  ORDER BY topic, partition, published_at DESC`;
