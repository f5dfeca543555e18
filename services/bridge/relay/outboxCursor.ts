import type { BridgeMetrics } from '../metrics.js';
import type { Outbox, UnpublishedRow } from './outbox.js';
import type { RowsInFlight } from './rowsInFlight.js';

type Deps = Readonly<{ outbox: Outbox; metrics: BridgeMetrics; inFlight: RowsInFlight }>;

/** Rows that are not in flight yet, and whether the outbox may hold more. */
type Selected = Readonly<{ fresh: readonly UnpublishedRow[]; hasMore: boolean }>;

/** Where the relay is in the outbox: it reads after the last row that it has read. */
export const createOutboxCursor = ({ outbox, metrics, inFlight }: Deps) => {
  let after: string | null = null;

  return {
    /** Marks what the broker acknowledged, and selects the next `limit` rows. */
    markAndSelect: async (limit: number): Promise<Selected> => {
      const published = inFlight.acknowledged();
      const rows = await outbox.markAndSelect(published, { after, limit });
      const fresh = rows.filter((row) => !inFlight.has(row));
      // with a limit of 0 nothing was read, and marking has made room
      const hasMore = limit === 0 ? published.length > 0 : rows.length === limit;
      after = rows.at(-1)?.id ?? after;
      inFlight.complete(published);
      for (const { row } of published) metrics.published.inc({ topic: row.topic });

      return { fresh, hasMore };
    },
    /** The next select begins with the first unpublished row. */
    reset: (): void => {
      after = null;
    },
  };
};
