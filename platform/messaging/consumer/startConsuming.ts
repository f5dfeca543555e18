import type { Consumer as KafkaConsumer } from 'kafkajs';
import { partitionsPerTopic, type Topic } from '../../../contracts/messages/index.js';
import { createBackoff } from '../../concurrency/index.js';
import { WrongPartitionCount } from '../client/ensureTopics.js';
import type { BatchHandler } from './batchHandler.js';
import type { ConsumerOptions } from './consumerOptions.js';

type Deps = Readonly<{
  client: KafkaConsumer;
  eachBatch: BatchHandler['eachBatch'];
  onCrash: (error: Error) => void;
  signal: AbortSignal;
}>;

/** Retries until the brokers respond or `signal` aborts. */
export const startConsuming = async <T extends Topic>(
  { kafka, groupId, topics }: ConsumerOptions<T>,
  { client, eachBatch, onCrash, signal }: Deps,
): Promise<void> => {
  const backoff = createBackoff({ minMs: 250, maxMs: 5_000 });
  while (!signal.aborted)
    try {
      await kafka.ensureTopics(topics);
      await client.connect();
      await client.subscribe({ topics: [...topics], fromBeginning: true });

      await client.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: topics.length * partitionsPerTopic,
        eachBatch,
      });

      return;
    } catch (error) {
      if (error instanceof WrongPartitionCount) {
        onCrash(error);

        return;
      }
      kafka.logger.warn({ err: error, groupId }, 'consumer cannot start yet');
      await backoff.wait(signal);
    }
};
