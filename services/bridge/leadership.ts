import { createBackoff } from '../../platform/concurrency/index.js';
import type { Logger } from '../../platform/logging/index.js';
import { WrongPartitionCount, type Kafka } from '../../platform/messaging/index.js';
import { listen, withLeadership } from '../../platform/postgres/index.js';
import type { OutboxRelay } from './relay/outboxRelay.js';

type Deps = Readonly<{
  url: string;
  logger: Logger;
  relay: OutboxRelay;
  kafka: Kafka;
  /** Makes the places where published rows will lie. */
  prepare: () => Promise<void>;
}>;

/** Runs the relay for as long as this bridge is the leader. */
export const relayAsLeader = ({ url, logger, relay, kafka, prepare }: Deps) =>
  withLeadership({
    url,
    lock: 'bridge',
    logger,
    lead: async (signal) => {
      const listener = listen({
        url,
        channels: ['outbox'],
        onNotification: relay.notify,
        onReconnect: relay.notify,
        logger,
      });
      try {
        await prepare();
        await ensureTopics(kafka, signal);
        await relay.run(signal);
      } finally {
        await listener.stop();
      }
    },
  });

/** Retries until the brokers respond. Throws WrongPartitionCount. */
const ensureTopics = async (kafka: Kafka, signal: AbortSignal): Promise<void> => {
  const backoff = createBackoff({ minMs: 1_000, maxMs: 1_000 });
  while (!signal.aborted)
    try {
      await kafka.ensureTopics();

      return;
    } catch (error) {
      if (error instanceof WrongPartitionCount) throw error;
      kafka.logger.warn({ err: error }, 'topics cannot be read yet');
      await backoff.wait(signal);
    }
};
