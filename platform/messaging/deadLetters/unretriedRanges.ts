import type { Kafka } from '../client/connectKafka.js';

/** Its committed offsets say which dead letters have been retried. */
export const retryGroup = 'dlq-retry';

/** Offsets of one partition: `from` is included, `to` is not. */
export type OffsetRange = Readonly<{ partition: number; from: bigint; to: bigint }>;

/** Returns, for each partition of the dead-letter topic, the offsets that have not been retried. */
export const unretriedRangesOf = (kafka: Kafka, topic: string): Promise<OffsetRange[]> =>
  kafka.withAdmin(async (admin) => {
    const [retried] = await admin.fetchOffsets({ groupId: retryGroup, topics: [topic] });
    const ends = await admin.fetchTopicOffsets(topic);

    return ends.map(({ partition, low, high }) => {
      const next = retried?.partitions.find((one) => one.partition === partition)?.offset ?? '-1';

      return rangeOf(partition, { next: BigInt(next), low: BigInt(low), high: BigInt(high) });
    });
  });

type Offsets = Readonly<{ next: bigint; low: bigint; high: bigint }>;

/**
 * Letters before `low` have expired. An offset beyond the end is of a topic that was there before
 * this one.
 */
const rangeOf = (partition: number, { next, low, high }: Offsets): OffsetRange => ({
  partition,
  from: next < low || next > high ? low : next,
  to: high,
});

/** Whether the range of the record's partition holds it. */
export const isInRange = (
  ranges: readonly OffsetRange[],
  partition: number,
  offset: string,
): boolean => {
  const range = ranges.find((one) => one.partition === partition);
  const at = BigInt(offset);

  return range !== undefined && at >= range.from && at < range.to;
};

/** Returns how many dead letters of these topics have not been retried. */
export const countDeadLetters = async (
  kafka: Kafka,
  deadLetterTopics: readonly string[],
): Promise<number> => {
  const there = new Set(await kafka.withAdmin((admin) => admin.listTopics()));
  const ranges = await Promise.all(
    deadLetterTopics
      .filter((topic) => there.has(topic))
      .map((topic) => unretriedRangesOf(kafka, topic)),
  );

  return ranges.flat().reduce((sum, { from, to }) => sum + Number(to - from), 0);
};
