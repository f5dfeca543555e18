import type { Consumer as KafkaConsumer, EachBatchPayload } from 'kafkajs';
import type { Topic } from '../../../contracts/messages/index.js';
import { createUnderWay } from '../../concurrency/index.js';
import type { Logger } from '../../logging/index.js';
import type { DeadLetters } from '../deadLetters/deadLetters.js';
import type { DecodedRecord } from '../messages/decode.js';
import type { ConsumerMetrics } from './consumerMetrics.js';
import type { Outcome } from './mergeBatches.js';
import { createOffsetCommitter } from './offsetCommitter.js';
import { createPartitionPauses } from './partitionPauses.js';

type Deps<T extends Topic> = Readonly<{
  client: KafkaConsumer;
  logger: Logger;
  metrics: ConsumerMetrics;
  deadLetters: DeadLetters<T>;
  /** For how long a partition may fail before it counts as stalled. */
  stalledAfterMs: number;
}>;

/**
 * After each batch: moves past what was handled, and pauses a partition whose batch failed. Knows
 * which partitions stand still.
 */
export const createAcknowledger = <T extends Topic>(deps: Deps<T>) => {
  const { client, logger, metrics, deadLetters, stalledAfterMs } = deps;
  const committer = createOffsetCommitter(client, logger);
  const pauses = createPartitionPauses({ stalledAfterMs });
  const inHand = createUnderWay();
  const stalled = (): readonly string[] =>
    distinct([...pauses.stalled(), ...inHand.olderThan(stalledAfterMs)]);
  metrics.readStalled(() => stalled().length);

  const advance = (payload: EachBatchPayload, handled: readonly DecodedRecord<T>[]): void => {
    const next = nextOffset(payload, handled);
    if (next === null) return;
    const { topic, partition } = payload.batch;
    payload.resolveOffset((next - 1n).toString());
    committer.add({ topic, partition, offset: next.toString() });
    deadLetters.forget(handled);
  };

  const pause = (payload: EachBatchPayload, error: unknown): void => {
    const { topic, partition } = payload.batch;
    const pauseMs = pauses.pause(nameOf(payload.batch), () => payload.pause());
    metrics.paused();
    logger.warn({ err: error, topic, partition, pauseMs }, 'batch failed, its partition pauses');
  };

  return {
    /** To be called before a batch is handled. Returns the function to be called after it. */
    begin: ({ batch }: EachBatchPayload): (() => void) => inHand.begin(nameOf(batch)),
    acknowledge: (...[payload, records, outcome]: Acknowledged<T>): void => {
      advance(payload, records.slice(0, outcome.handled));
      if ('error' in outcome) pause(payload, outcome.error);
      else pauses.reset(nameOf(payload.batch));
    },
    onJoin: (): void => [committer, pauses].forEach(({ clear }) => clear()),
    stalled,
    stop: async (): Promise<void> => {
      await committer.flush();
      pauses.stop();
    },
  };
};

/**
 * Returns the offset to read after these records, null when there are none. A batch may end with
 * control records, which kafkajs does not show.
 */
const nextOffset = <T extends Topic>(
  { batch }: EachBatchPayload,
  handled: readonly DecodedRecord<T>[],
): bigint | null => {
  const last = handled.at(-1)?.raw.offset;
  if (last === undefined) return null;

  return BigInt(handled.length === batch.messages.length ? batch.lastOffset() : last) + 1n;
};

type Acknowledged<T extends Topic> = [
  payload: EachBatchPayload,
  records: readonly DecodedRecord<T>[],
  outcome: Outcome,
];

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

const nameOf = ({ topic, partition }: EachBatchPayload['batch']): string => `${topic}/${partition}`;
