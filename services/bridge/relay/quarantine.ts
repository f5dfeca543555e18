import type { Logger } from '../../../platform/logging/index.js';
import type { BridgeMetrics } from '../metrics.js';
import type { Outbox, OutboxRow } from './outbox.js';

const lookAgain = 30_000;

type Means = Readonly<{ outbox: Outbox; logger: Logger; metrics: BridgeMetrics }>;

export type Parking = Readonly<{
  park: (row: OutboxRow, reason: string) => Promise<void>;
  /** Whether the row has to wait behind a parked one; it is then kept in mind. */
  isHeld: (row: OutboxRow) => boolean;
  /**
   * Reads what is parked, every 30 s; null in between. When a key has come free it answers the ids of all rows that were
   * held, to be read anew.
   */
  refresh: () => Promise<readonly string[] | null>;
}>;

/** Keys whose messages stand still, because one of them can never be sent and order is kept within a key. */
export const createParking = ({ outbox, logger, metrics }: Means): Parking => {
  let keys = new Set<string>();
  const held: string[] = [];
  let readAt = -Infinity;

  return {
    isHeld: (row) => {
      const isHeld = keys.has(nameOf(row));
      if (isHeld) held.push(row.id);

      return isHeld;
    },
    park: async (row, reason) => {
      logger.error({ topic: row.topic, key: row.key, id: row.id, reason }, 'message parked');
      keys.add(nameOf(row));
      held.push(row.id);
      metrics.parked.set(keys.size);
      await outbox.park(row, reason).catch((error: unknown) => {
        logger.warn({ err: error }, 'parking was not written down, it will be found out again');
      });
    },
    refresh: async () => {
      if (performance.now() - readAt < lookAgain) return null;
      const before = keys;
      keys = new Set((await outbox.parkedKeys()).map(nameOf));
      readAt = performance.now();
      metrics.parked.set(keys.size);

      return [...before].some((key) => !keys.has(key)) ? held.splice(0) : [];
    },
  };
};

const nameOf = ({ topic, key }: Readonly<{ topic: string; key: string }>): string =>
  `${topic}/${key}`;
