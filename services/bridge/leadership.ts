import { createBackoff } from '../../platform/concurrency/index.js';
import type { Logger } from '../../platform/logging/index.js';
import { WrongPartitionCount, type Kafka } from '../../platform/messaging/index.js';
import { listen, withLeadership } from '../../platform/postgres/index.js';
import {
  parseStockPayload,
  productChannel,
  stockChannel,
} from '../../projections/products/notifications.js';
import { setLocalRelay } from '../../projections/outbox/localRelay.js';
import type { CatalogueFeed } from './catalogue/catalogueFeed.js';
import type { OutboxRelay } from './relay/outboxRelay.js';

type Deps = Readonly<{
  url: string;
  logger: Logger;
  relay: OutboxRelay;
  feed: CatalogueFeed;
  kafka: Kafka;
  /** Makes the places where published rows will lie. */
  prepare: () => Promise<void>;
}>;

/** Runs the relay and the feed for as long as this bridge is the leader. */
export const publishAsLeader = ({ url, logger, relay, feed, kafka, prepare }: Deps) =>
  withLeadership({
    url,
    lock: 'bridge',
    logger,
    lead: async (signal) => {
      const ending = new AbortController();
      const listener = listen({
        url,
        channels: ['outbox', stockChannel, productChannel],
        onNotification: (channel, payload) => {
          if (channel === 'outbox') relay.notify();
          else feed.notify(channel === productChannel ? [payload] : productsIn(payload));
        },
        onReconnect: () => {
          relay.notify();
          feed.notify(null);
        },
        logger,
      });
      const endLocal = setLocalRelay(url, relay.local);
      try {
        await prepare();
        await ensureTopics(kafka, signal);
        const together = AbortSignal.any([signal, ending.signal]);
        await Promise.all([relay.run(together), feed.run(together)]);
      } finally {
        ending.abort();
        endLocal();
        await listener.stop();
      }
    },
  });

const productsIn = (payload: string): readonly string[] | null =>
  parseStockPayload(payload)?.map(({ productId }) => productId) ?? null;

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
