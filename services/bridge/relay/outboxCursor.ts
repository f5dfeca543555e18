import type { OutboxRow } from '../../../projections/outbox/outboxRow.js';
import type { BridgeMetrics } from '../metrics.js';
import { isBehind, type Outbox, toUnpublished, type UnpublishedRow } from './outbox.js';
import type { RowsInFlight } from './rowsInFlight.js';

type Deps = Readonly<{ outbox: Outbox; metrics: BridgeMetrics; inFlight: RowsInFlight }>;

/** Rows that are not in flight yet, and whether the outbox may hold more. */
type Selected = Readonly<{ fresh: readonly UnpublishedRow[]; hasMore: boolean }>;

/** Where the relay is in the outbox: it reads after the last row that it has read. */
export const createOutboxCursor = ({ outbox, metrics, inFlight }: Deps) => {
  let after: string | null = null;
  let isAtEnd = false;
  let hasMissed = false;

  const moveTo = (row: UnpublishedRow | undefined): void => {
    if (row !== undefined && isBehind(row.id, after)) after = row.id;
  };

  return {
    /** Marks what the broker acknowledged, and selects the next `limit` rows. */
    markAndSelect: async (limit: number): Promise<Selected> => {
      const published = inFlight.acknowledged();
      hasMissed = false;
      const rows = await outbox.markAndSelect(published, { after, limit });
      const fresh = rows.filter((row) => !inFlight.has(row));
      isAtEnd = rows.length < limit && !hasMissed;
      // with a limit of 0 nothing was read, and marking has made room
      const hasMore = limit === 0 ? published.length > 0 : !isAtEnd;
      moveTo(rows.at(-1));
      inFlight.complete(published);
      for (const { row } of published) metrics.published.inc({ topic: row.topic });

      return { fresh, hasMore };
    },
    /** Whether all rows were read, so that those committed next are all that there are. */
    isAtEnd: (): boolean => isAtEnd,
    /** Rows may have been committed that nobody was told of. */
    readAgain: (): void => {
      isAtEnd = false;
      hasMissed = true;
    },
    /** Rows behind all that were read; returns those that are new. */
    receive: (rows: readonly OutboxRow[]): readonly UnpublishedRow[] => {
      const fresh = rows.map(toUnpublished).filter(({ id }) => isBehind(id, after));
      moveTo(fresh.at(-1));

      return fresh;
    },
    /** The next select begins with the first unpublished row. */
    reset: (): void => {
      after = null;
      isAtEnd = false;
    },
  };
};
