import type { Consumer as KafkaConsumer, EachBatchPayload } from 'kafkajs';
import type { Topic } from '../../../contracts/messages/index.js';
import { createDeadLetters, type DeadLetters } from '../deadLetters/deadLetters.js';
import { orKeep } from '../deadLetters/orKeep.js';
import { decode, type DecodedRecord } from '../messages/decode.js';
import { serviceOf } from '../../tracing/index.js';
import { traceMessages } from '../messages/traceMessages.js';
import type { MessageQuarantine } from '../quarantine/messageQuarantine.js';
import type { Publisher } from '../publisher/publisher.js';
import { createAcknowledger } from './acknowledger.js';
import { createConsumerMetrics, type ConsumerMetrics } from './consumerMetrics.js';
import type { ConsumerOptions } from './consumerOptions.js';
import { handleMessages } from './handleMessages.js';
import { withHeartbeat } from './heartbeat.js';
import { mergeBatches } from './mergeBatches.js';

type Deps = Readonly<{
  client: KafkaConsumer;
  publisher: Publisher;
  quarantine: MessageQuarantine | null;
  stopping: AbortSignal;
}>;

export type BatchHandler = Readonly<{
  eachBatch: (payload: EachBatchPayload) => Promise<void>;
  /** To be called when a new assignment begins. */
  onJoin: () => void;
  /** Returns the partitions with a batch that has failed, or not been handled, for some time. */
  stalled: () => readonly string[];
  /** Resolves after the last commit. */
  stop: () => Promise<void>;
}>;

/** Handles the batches of a fetch, from bytes to committed offsets. */
export const createBatchHandler = <T extends Topic>(
  options: ConsumerOptions<T>,
  { client, publisher, quarantine, stopping }: Deps,
): BatchHandler => {
  const { logger } = options.kafka;
  const metrics = createConsumerMetrics(options.metrics, options.groupId);
  const { stalledAfterMs = 10_000, groupId } = options;
  const deadLetters = createDeadLetters<T>(publisher, groupId);
  const deps = { client, logger, metrics, deadLetters, stalledAfterMs };
  const acknowledger = createAcknowledger<T>(deps);
  const submit = mergeBatches(
    createRecordHandler(options, { metrics, deadLetters, quarantine }),
    options.maxBatch ?? 500,
  );

  const handleBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { batch } = payload;
    metrics.lag(batch.topic, batch.partition, Number(batch.offsetLag()));
    // only subscribed topics come
    const source = { topic: batch.topic as T, partition: batch.partition };
    const records = batch.messages.map((raw) => decode(source, raw));
    acknowledger.acknowledge(payload, records, await withHeartbeat(payload, () => submit(records)));
  };

  return {
    // kafkajs stops for good, with the process alive, when a TypeError or SyntaxError is thrown
    // here
    eachBatch: async (payload) => {
      const ended = acknowledger.begin(payload);
      try {
        if (!stopping.aborted) await handleBatch(payload);
      } catch (error) {
        logger.error({ err: error }, 'batch not acknowledged, it will be redelivered');
      }
      ended();
    },
    onJoin: () => {
      acknowledger.onJoin();
      quarantine?.forget();
    },
    stalled: acknowledger.stalled,
    stop: acknowledger.stop,
  };
};

type RecordDeps<T extends Topic> = Readonly<{
  metrics: ConsumerMetrics;
  deadLetters: DeadLetters<T>;
  quarantine: MessageQuarantine | null;
}>;

const createRecordHandler = <T extends Topic>(
  { kafka: { logger }, handle }: ConsumerOptions<T>,
  { metrics, deadLetters, quarantine }: RecordDeps<T>,
) => {
  const write =
    quarantine === null ? deadLetters.sendToDeadLetter : orKeep(deadLetters, quarantine);
  const sendToDeadLetter = async (record: DecodedRecord<T>, reason: string): Promise<void> => {
    await write(record, reason);
    metrics.deadLettered();
    const { source, raw } = record;
    logger.error({ ...source, offset: raw.offset, reason }, 'message sent to the dead letters');
  };
  const service = serviceOf(logger);
  const handleRecords = handleMessages({ handle, sendToDeadLetter, quarantine });

  return async (records: readonly DecodedRecord<T>[]): Promise<void> => {
    const start = performance.now();
    const traced = traceMessages(records, service);
    await handleRecords(traced.records);
    traced.end();
    metrics.took((performance.now() - start) / 1000);
    metrics.handled(records.length);
  };
};
