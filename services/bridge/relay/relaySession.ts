import type { Logger } from '../../../platform/logging/index.js';
import type { Publisher } from '../../../platform/messaging/index.js';
import type { BridgeMetrics } from '../metrics.js';
import type { Outbox } from './outbox.js';
import { createOutboxCursor } from './outboxCursor.js';
import { createPartitionRouter } from './partitionRouter.js';
import { createQuarantine } from './quarantine.js';
import { createRowsInFlight } from './rowsInFlight.js';

export type RelayDeps = Readonly<{
  outbox: Outbox;
  publisher: Publisher;
  logger: Logger;
  metrics: BridgeMetrics;
  /** A send timed out: its outcome is unknown, and the process must end. */
  onSendTimeout: (error: Error) => void;
}>;

export type RelaySession = Readonly<{
  /**
   * Marks what was acknowledged and publishes the next rows. Returns how many were taken, and
   * whether there is nothing to do until a notification.
   */
  poll: () => Promise<Readonly<{ taken: number; isIdle: boolean }>>;
  /**
   * The next poll reads from the first unpublished row again, because one may have been committed
   * late. Does nothing while rows are in flight.
   */
  resetCursor: () => void;
  /** The same, also while rows are in flight: they are read once more, and not sent again. */
  lookBack: () => void;
  /** Waits for the sends under way and marks what they published. */
  end: () => Promise<void>;
}>;

const batchSize = 500;
/** Rows of partitions in trouble wait in memory; from so many on the other partitions wait too. */
const maxInFlight = 10_000;

/** The relay for as long as one leader leads, with the rows it has in flight. */
export const createRelaySession = (deps: RelayDeps, onPublished: () => void): RelaySession => {
  const { logger, metrics } = deps;
  const quarantine = createQuarantine(deps);
  const inFlight = createRowsInFlight();
  const cursor = createOutboxCursor({ ...deps, inFlight });
  const router = createPartitionRouter({
    ...deps,
    quarantine,
    onPublished: (publications) => {
      inFlight.acknowledge(publications);
      onPublished();
    },
  });

  return {
    poll: async () => {
      const released = await quarantine.refresh();
      if (released !== null) {
        inFlight.drop(released);
        cursor.reset();
      }
      const limit = inFlight.size() < maxInFlight ? batchSize : 0;
      const { fresh, hasMore } = await cursor.markAndSelect(limit);
      inFlight.add(fresh);
      fresh.forEach(router.add);
      metrics.inFlight.set(inFlight.size());

      return { taken: fresh.length, isIdle: !hasMore };
    },
    resetCursor: () => {
      if (inFlight.size() === 0) cursor.reset();
    },
    lookBack: cursor.reset,
    end: async () => {
      await router.stop();
      await cursor.markAndSelect(0).catch((error: unknown) => {
        logger.warn({ err: error }, 'published rows left unmarked');
      });
    },
  };
};
