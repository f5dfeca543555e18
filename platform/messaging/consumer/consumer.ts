import type { Topic } from '../../../contracts/messages/index.js';
import { withTimeout } from '../../concurrency/index.js';
import { crashProcess, NotReady, once } from '../../process/index.js';
import { openQuarantine } from '../quarantine/openQuarantine.js';
import { createPublisher } from '../publisher/publisher.js';
import { createBatchHandler } from './batchHandler.js';
import type { ConsumerOptions } from './consumerOptions.js';
import { heartbeatIntervalMs } from './heartbeat.js';
import { watchMembership } from './membership.js';
import { startConsuming } from './startConsuming.js';
import { createWatchdog } from './watchdog.js';

export type Consumer = Readonly<{
  /**
   * Throws while the consumer is not a member of its group, and NotReady while a partition does not
   * move or messages wait in quarantine.
   */
  ready: () => Promise<void>;
  /**
   * Throws NotReady while the handler has not returned for 20 s: unlike a dependency that fails,
   * this is a fault of this process alone.
   */
  responsive: () => Promise<void>;
  /** What part of the group's partitions this member has, above 0; 1 before it has joined. */
  share: () => number;
  stop: () => Promise<void>;
}>;

/** Starts in the background, so that a service may start before Kafka does. */
export const createConsumer = <T extends Topic>(options: ConsumerOptions<T>): Consumer => {
  const { kafka, groupId, onCrash = crashProcess } = options;
  const stopping = new AbortController();
  const client = createClient(options);
  const publisher = createPublisher(kafka);
  const watchdog = createWatchdog({ ...options, onStuck: onCrash });
  const { handle } = watchdog;
  client.on(client.events.FETCH, watchdog.fetched);
  const { quarantine, ...waiting } = openQuarantine({ ...options, handle }, publisher);
  const { eachBatch, ...handler } = createBatchHandler(
    { ...options, handle },
    { client, publisher, quarantine, stopping: stopping.signal },
  );
  const onClientCrash = (error: Error): void => {
    if (!stopping.signal.aborted) onCrash(error);
  };
  const { onJoin } = handler;
  const membership = watchMembership(client, { onJoin, onCrash: onClientCrash });
  const starting = startConsuming(options, { client, eachBatch, onCrash, signal: stopping.signal });

  return {
    ready: async () => {
      await Promise.resolve();
      if (!membership.isMember()) throw new Error(`${groupId} is not a member of its group`);
      requireMoving(groupId, handler.stalled(), waiting.waiting());
    },
    responsive: async () => {
      await Promise.resolve();
      watchdog.requireReturning();
    },
    share: membership.share,
    stop: once(async () => {
      stopping.abort();
      watchdog.stop();
      await starting;
      await Promise.all([handler.stop(), waiting.stop()]);
      // it waits for the fetch under way, and a paused broker never responds
      await withTimeout(client.disconnect(), 4_000, 'disconnecting').catch(() => undefined);
      await publisher.stop();
    }),
  };
};

/** Throws NotReady. */
const requireMoving = (groupId: string, stalled: readonly string[], waiting: number): void => {
  if (stalled.length > 0) throw new NotReady(`${stalled.join(', ')} of ${groupId} does not move`);
  if (waiting > 0) throw new NotReady(`${waiting} messages of ${groupId} wait in quarantine`);
};

const createClient = <T extends Topic>({ kafka, groupId, minBytes = 1 }: ConsumerOptions<T>) =>
  kafka.client.consumer({
    groupId,
    minBytes,
    allowAutoTopicCreation: false,
    // the broker responds to a waiting fetch as soon as something arrives; this bounds `stop`, a
    // resume and how soon a rebalance is noticed, and is what an idle consumer costs
    maxWaitTimeInMs: 1_000,
    // the least that Kafka allows: for so long the partitions of a killed process stay unread
    sessionTimeout: 6_000,
    heartbeatInterval: heartbeatIntervalMs,
    rebalanceTimeout: 15_000,
    maxBytesPerPartition: 256 * 1024,
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1_000 },
  });
