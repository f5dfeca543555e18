import type { Consumer as KafkaConsumer, EachBatchPayload } from 'kafkajs';
import type { Topic } from '../../../contracts/messages/index.js';
import { createConsumerMetrics, type ConsumerMetrics } from './consumerMetrics.js';
import { heartbeatInterval, type ConsumerOptions } from './consumerOptions.js';
import { createDeadLetters, type DeadLetters } from '../deadLetters/sendToDeadLetter.js';
import { decode, type Decoded } from '../messages/decode.js';
import { gatherBatches } from './mergeBatches.js';
import { handleDecoded } from './handleMessages.js';
import type { Publisher } from '../publisher/publisher.js';
import { createSettlement } from './finishBatch.js';

type Means = Readonly<{ client: KafkaConsumer; publisher: Publisher; stopping: AbortSignal }>;

export type BatchWork = Readonly<{
  eachBatch: (payload: EachBatchPayload) => Promise<void>;
  /** A new assignment has begun. */
  onJoin: () => void;
  /** Waits for the last commit. */
  stop: () => Promise<void>;
}>;

/** What happens to the batches of a fetch, from bytes to committed offsets. */
export const createBatchWork = <T extends Topic>(
  options: ConsumerOptions<T>,
  { client, publisher, stopping }: Means,
): BatchWork => {
  const { logger } = options.kafka;
  const metrics = createConsumerMetrics(options.metrics, options.groupId);
  const deadLetters = createDeadLetters<T>(publisher, options.groupId);
  const settlement = createSettlement<T>({ client, logger, metrics, deadLetters });
  const submit = gatherBatches(
    createHandling(options, { metrics, deadLetters }),
    options.maxBatch ?? 500,
  );

  const work = async (payload: EachBatchPayload): Promise<void> => {
    const { batch } = payload;
    metrics.lag(batch.topic, batch.partition, Number(batch.offsetLag()));
    // only topics that were asked for come
    const source = { topic: batch.topic as T, partition: batch.partition };
    const messages = batch.messages.map((raw) => decode(source, raw));
    settlement.settle(payload, messages, await whileBeating(payload, () => submit(messages)));
  };

  return {
    // kafkajs stops for good, with the process alive, when a TypeError or SyntaxError comes out of here
    eachBatch: async (payload) => {
      try {
        if (!stopping.aborted) await work(payload);
      } catch (error) {
        logger.error({ err: error }, 'batch could not be settled, it comes again');
      }
    },
    onJoin: settlement.onJoin,
    stop: settlement.stop,
  };
};

type Outlets<T extends Topic> = Readonly<{ metrics: ConsumerMetrics; deadLetters: DeadLetters<T> }>;

const createHandling = <T extends Topic>(
  { kafka: { logger }, handle }: ConsumerOptions<T>,
  { metrics, deadLetters }: Outlets<T>,
) => {
  const bury = async (message: Decoded<T>, reason: string): Promise<void> => {
    await deadLetters.put(message, reason);
    metrics.buried();
    const { source, raw } = message;
    logger.error({ ...source, offset: raw.offset, reason }, 'message put into the dead letters');
  };
  const work = handleDecoded({ handle, bury });

  return async (messages: readonly Decoded<T>[]): Promise<void> => {
    const start = performance.now();
    await work(messages);
    metrics.took((performance.now() - start) / 1000);
    metrics.handled(messages.length);
  };
};

/** A rebalance makes the heartbeat fail; the fetch loop meets it by itself when the work is done. */
const whileBeating = async <R>(payload: EachBatchPayload, work: () => Promise<R>): Promise<R> => {
  const beat = (): void => void payload.heartbeat().catch(() => undefined);
  const timer = setInterval(beat, heartbeatInterval);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
};
