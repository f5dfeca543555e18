import type { Kafka } from '../client/connectKafka.js';

export type GroupTopics = Readonly<{ groupId: string; topics: readonly string[] }>;

/** Returns the number of messages that the group has not committed yet. */
export const groupLag = (kafka: Kafka, { groupId, topics }: GroupTopics): Promise<bigint> =>
  kafka.withAdmin(async (admin) => {
    const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
    const lags = await Promise.all(
      committed.map(async ({ topic, partitions }) => {
        const ends = await admin.fetchTopicOffsets(topic);

        return ends.map(({ partition, low, high }) => {
          const next = partitions.find((one) => one.partition === partition)?.offset ?? '-1';

          return BigInt(high) - BigInt(next === '-1' ? low : next);
        });
      }),
    );

    return lags.flat().reduce((sum, lag) => sum + lag, 0n);
  });
