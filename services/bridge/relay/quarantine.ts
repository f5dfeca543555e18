import type { Logger } from '../../../platform/logging/index.js';
import type { BridgeMetrics } from '../metrics.js';
import type { Outbox, UnpublishedRow } from './outbox.js';

const refreshEveryMs = 30_000;

type Deps = Readonly<{ outbox: Outbox; logger: Logger; metrics: BridgeMetrics }>;

export type Quarantine = Readonly<{
  /** The broker refuses this row for what it is. Never throws. */
  add: (row: UnpublishedRow, reason: string) => Promise<void>;
  /** Whether the row must wait behind a quarantined one of its key; it is then remembered. */
  isHeld: (row: UnpublishedRow) => boolean;
  /**
   * Reads the quarantined keys, every 30 s; returns null in between. Where a key has been released,
   * returns the ids of all rows that were held, which are to be read again.
   */
  refresh: () => Promise<readonly string[] | null>;
}>;

/**
 * Keys whose messages wait, because one of them can never be sent and the order within a key is
 * kept.
 */
export const createQuarantine = ({ outbox, logger, metrics }: Deps): Quarantine => {
  let keys = new Set<string>();
  const held: string[] = [];
  let readAt = -Infinity;

  return {
    isHeld: (row) => {
      const isHeld = keys.has(nameOf(row));
      if (isHeld) held.push(row.id);

      return isHeld;
    },
    add: async (row, reason) => {
      const { topic, key, id } = row;
      logger.error({ topic, key, id, reason }, 'message quarantined');
      keys.add(nameOf(row));
      held.push(id);
      metrics.quarantined.set(keys.size);
      await outbox.quarantine(row, reason).catch((error: unknown) => {
        logger.warn({ err: error }, 'quarantine not stored, the broker will refuse the row again');
      });
    },
    refresh: async () => {
      if (performance.now() - readAt < refreshEveryMs) return null;
      const before = keys;
      keys = new Set((await outbox.quarantinedKeys()).map(nameOf));
      readAt = performance.now();
      metrics.quarantined.set(keys.size);

      return [...before].some((key) => !keys.has(key)) ? held.splice(0) : [];
    },
  };
};

const nameOf = ({ topic, key }: Readonly<{ topic: string; key: string }>): string =>
  `${topic}/${key}`;
