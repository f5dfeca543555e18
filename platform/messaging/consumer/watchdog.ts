import type { Kafka } from '../client/kafka.js';
import { messageOf } from '../client/errors.js';

type Options = Readonly<{
  kafka: Kafka;
  groupId: string;
  topics: readonly string[];
  /** How long a consumer may show no sign of life, in ms. */
  patience: number;
  onStuck: (error: Error) => void;
}>;

/**
 * kafkajs can stop fetching for good with the process alive. When there was no fetch and no handled
 * batch for `patience` ms although the broker answers and holds unread messages, `onStuck` is called.
 */
export const createWatchdog = ({ kafka, groupId, topics, patience, onStuck }: Options) => {
  let lastSign = Date.now();
  let looking = false;

  const look = async (): Promise<void> => {
    if (looking || Date.now() - lastSign < patience) return;
    looking = true;
    const lag = await lagOf(kafka, { groupId, topics }).catch((error: unknown) => {
      kafka.logger.warn(
        { groupId, error: messageOf(error) },
        'no fetch, and Kafka does not answer',
      );

      return 0n;
    });
    looking = false;
    if (lag > 0n && Date.now() - lastSign >= patience)
      onStuck(new Error(`consumer ${groupId} made no progress for ${patience} ms, lag ${lag}`));
  };
  const timer = setInterval(() => void look(), patience / 6);

  return {
    signOfLife: (): void => {
      lastSign = Date.now();
    },
    stop: (): void => clearInterval(timer),
  };
};

/** Messages that the group has not committed yet. */
export const lagOf = (
  kafka: Kafka,
  { groupId, topics }: Readonly<{ groupId: string; topics: readonly string[] }>,
): Promise<bigint> =>
  kafka.withAdmin(async (admin) => {
    const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
    const lags = await Promise.all(
      committed.map(async ({ topic, partitions }) => {
        const ends = await admin.fetchTopicOffsets(topic);

        return ends.map(({ partition, low, high }) => {
          const at = partitions.find((one) => one.partition === partition)?.offset ?? '-1';

          return BigInt(high) - (at === '-1' ? BigInt(low) : BigInt(at));
        });
      }),
    );

    return lags.flat().reduce((sum, lag) => sum + lag, 0n);
  });
