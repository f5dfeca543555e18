import type { Logger } from '../../../platform/logging/index.js';
import type { Publisher } from '../../../platform/messaging/index.js';
import type { BridgeMetrics } from '../metrics.js';
import type { OutboxRow } from '../../../projections/outbox/outboxRow.js';
import type { Outbox, Publication, UnpublishedRow } from './outbox.js';
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
  /** Whether rows may be given to `receive` without a notification. */
  isReady: () => boolean;
  /**
   * Publishes rows that were committed in this process. Returns false when a poll must read them.
   */
  receive: (rows: readonly OutboxRow[]) => boolean;
  /** Before rows are received again, a poll must have read. */
  readAgain: () => void;
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
  const onAcknowledged = (publications: readonly Publication[]): void => {
    inFlight.acknowledge(publications);
    onPublished();
  };
  const router = createPartitionRouter({ ...deps, quarantine, onPublished: onAcknowledged });
  const hasRoom = (): boolean => inFlight.size() < maxInFlight;
  const publish = (rows: readonly UnpublishedRow[]): void => {
    inFlight.add(rows);
    rows.forEach(router.add);
    metrics.inFlight.set(inFlight.size());
  };

  const readReleased = (released: readonly string[] | null): void => {
    inFlight.drop(released ?? []);
    if (released !== null) cursor.reset();
  };

  return {
    ...createReceiver({ cursor, hasRoom, publish }),
    poll: async () => {
      readReleased(await quarantine.refresh());
      const { fresh, hasMore } = await cursor.markAndSelect(hasRoom() ? batchSize : 0);
      publish(fresh);

      return { taken: fresh.length, isIdle: !hasMore };
    },
    resetCursor: () => {
      if (inFlight.size() === 0) cursor.reset();
    },
    lookBack: cursor.reset,
    end: async () => {
      await router.stop();
      const warn = (err: unknown) => logger.warn({ err }, 'published rows left unmarked');
      await cursor.markAndSelect(0).catch(warn);
    },
  };
};

type Receiver = Pick<RelaySession, 'isReady' | 'receive' | 'readAgain'>;

type ReceiverDeps = Readonly<{
  cursor: ReturnType<typeof createOutboxCursor>;
  hasRoom: () => boolean;
  publish: (rows: readonly UnpublishedRow[]) => void;
}>;

const createReceiver = ({ cursor, hasRoom, publish }: ReceiverDeps): Receiver => {
  const isReady = (): boolean => cursor.isAtEnd() && hasRoom();

  return {
    isReady,
    readAgain: cursor.readAgain,
    receive: (rows) => {
      const isRead = isReady();
      if (isRead) publish(cursor.receive(rows));
      else cursor.readAgain();

      return isRead;
    },
  };
};
