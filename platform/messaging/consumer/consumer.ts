import type { Consumer as KafkaConsumer } from 'kafkajs';
import { partitionsPerTopic, type Topic } from '../../../contracts/messages/index.js';
import { jittered, pause, withTimeout } from '../../concurrency/index.js';
import { once } from '../../process/index.js';
import { createBatchWork, type BatchWork } from './batchHandler.js';
import { crashProcess } from '../../process/index.js';
import { heartbeatInterval, type ConsumerOptions } from './consumerOptions.js';
import { WrongPartitionCount, messageOf } from '../client/errors.js';
import type { Kafka } from '../client/kafka.js';
import { createPublisher } from '../publisher/publisher.js';
import { createWatchdog } from './watchdog.js';

export type Consumer = Readonly<{
  /** Rejects while the consumer is not a member of its group. */
  ready: () => Promise<void>;
  stop: () => Promise<void>;
}>;

const firstRetry = 250;
const longestRetry = 5_000;

/** Starts in the background and tries until the brokers answer: a service may start before Kafka does. */
export const createConsumer = <T extends Topic>(options: ConsumerOptions<T>): Consumer => {
  const { kafka, groupId, topics, onCrash = crashProcess } = options;
  const stopping = new AbortController();
  const client = createClient(kafka, groupId);
  const publisher = createPublisher(kafka);
  const work = createBatchWork(options, { client, publisher, stopping: stopping.signal });
  const membership = watchMembership(client, {
    onJoin: work.onJoin,
    onCrash: (error) => {
      if (!stopping.signal.aborted) onCrash(error);
    },
  });
  const watchdog = createWatchdog({
    kafka,
    groupId,
    topics,
    patience: options.patience ?? 30_000,
    onStuck: onCrash,
  });
  client.on(client.events.FETCH, watchdog.signOfLife);
  const starting = start(options, { client, eachBatch: work.eachBatch, signal: stopping.signal });

  return {
    ready: async () => {
      await Promise.resolve();
      if (!membership.isMember()) throw new Error(`${groupId} is not a member of its group`);
    },
    stop: once(async () => {
      stopping.abort();
      watchdog.stop();
      await starting;
      await work.stop();
      // it waits for the fetch that is under way, and a paused broker never answers
      await withTimeout(client.disconnect(), 4_000, 'disconnecting').catch(() => undefined);
      await publisher.stop();
    }),
  };
};

const createClient = ({ client }: Kafka, groupId: string): KafkaConsumer =>
  client.consumer({
    groupId,
    allowAutoTopicCreation: false,
    // the broker answers a waiting fetch at once when something arrives; this bounds `stop` and a resume
    maxWaitTimeInMs: 200,
    // the least that Kafka allows: so long do the partitions of a killed process stay unread
    sessionTimeout: 6_000,
    heartbeatInterval,
    rebalanceTimeout: 15_000,
    maxBytesPerPartition: 256 * 1024,
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1_000 },
  });

type Membership = Readonly<{ onJoin: () => void; onCrash: (error: Error) => void }>;

const watchMembership = (client: KafkaConsumer, { onJoin, onCrash }: Membership) => {
  let member = false;
  client.on(client.events.GROUP_JOIN, () => {
    member = true;
    onJoin();
  });
  client.on(client.events.DISCONNECT, () => {
    member = false;
  });
  client.on(client.events.CRASH, ({ payload }) => {
    member = false;
    if (!payload.restart) onCrash(payload.error);
  });

  return { isMember: () => member };
};

type Start = Readonly<{
  client: KafkaConsumer;
  eachBatch: BatchWork['eachBatch'];
  signal: AbortSignal;
}>;

const start = async <T extends Topic>(
  { kafka, groupId, topics, onCrash = crashProcess }: ConsumerOptions<T>,
  { client, eachBatch, signal }: Start,
): Promise<void> => {
  for (let attempts = 0; !signal.aborted; attempts += 1)
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
      kafka.logger.warn({ groupId, error: messageOf(error) }, 'consumer cannot start yet');
      await pause(jittered(Math.min(firstRetry * 2 ** attempts, longestRetry)), signal);
    }
};
