import type { Consumer as KafkaConsumer, EachBatchPayload } from 'kafkajs';
import type { Topic } from '../../../contracts/messages/index.js';
import type { Logger } from '../../logging/index.js';
import { createCommits } from './offsetCommits.js';
import type { ConsumerMetrics } from './consumerMetrics.js';
import type { DeadLetters } from '../deadLetters/sendToDeadLetter.js';
import type { Decoded } from '../messages/decode.js';
import { messageOf } from '../client/errors.js';
import type { Outcome } from './mergeBatches.js';
import { createPauses } from './partitionPauses.js';

type Means<T extends Topic> = Readonly<{
  client: KafkaConsumer;
  logger: Logger;
  metrics: ConsumerMetrics;
  deadLetters: DeadLetters<T>;
}>;

/** After a batch: moves on past what was handled, pauses the partition where it could go no further. */
export const createSettlement = <T extends Topic>(means: Means<T>) => {
  const commits = createCommits(means.client, means.logger);
  const pauses = createPauses();

  return {
    settle: (
      payload: EachBatchPayload,
      messages: readonly Decoded<T>[],
      outcome: Outcome,
    ): void => {
      const handled = messages.slice(0, outcome.handled);
      const next = nextOffset(payload, handled);
      if (next !== null) {
        payload.resolveOffset((next - 1n).toString());
        commits.note(payload.batch, next);
        means.deadLetters.forget(handled);
      }
      if ('error' in outcome) pause(payload, { error: outcome.error, pauses, means });
      else pauses.succeeded(placeOf(payload));
    },
    onJoin: commits.forget,
    stop: async (): Promise<void> => {
      await commits.flush();
      pauses.stop();
    },
  };
};

/** What to read after these; null when none was handled. A batch may end with control records that nobody sees. */
const nextOffset = <T extends Topic>(
  { batch }: EachBatchPayload,
  handled: readonly Decoded<T>[],
): bigint | null => {
  const last = handled.at(-1)?.raw.offset;
  if (last === undefined) return null;

  return BigInt(handled.length === batch.messages.length ? batch.lastOffset() : last) + 1n;
};

type Failure<T extends Topic> = Readonly<{
  error: unknown;
  pauses: ReturnType<typeof createPauses>;
  means: Means<T>;
}>;

const pause = <T extends Topic>(
  payload: EachBatchPayload,
  { error, pauses, means }: Failure<T>,
): void => {
  const { topic, partition } = payload.batch;
  const milliseconds = pauses.pause(placeOf(payload), () => payload.pause());
  means.metrics.failed();
  means.logger.warn(
    { topic, partition, milliseconds, error: messageOf(error) },
    'batch failed, its partition pauses',
  );
};

const placeOf = ({ batch: { topic, partition } }: EachBatchPayload): string =>
  `${topic}/${partition}`;
