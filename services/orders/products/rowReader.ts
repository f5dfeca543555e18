import { createBatchedLookup, withTimeout } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { ProductRow } from '../../../projections/products/productRow.js';
import type { ProductRowsAt } from '../../../projections/products/queries.js';
import type { RowAge } from './rowAge.js';

/** A row that holds all events that were there at `asOf`: milliseconds of the monotonic clock. */
export type DatedRow = Readonly<{ row: ProductRow; asOf: number }>;

type RowReaderDeps = Readonly<{
  readRows: (productIds: readonly string[]) => Promise<ProductRowsAt>;
  rowAge: RowAge;
  logger: Logger;
}>;

/** In milliseconds: what a row waits for the end of the log to be read. */
const headTimeoutMs = 100;

/** In milliseconds: after a failure its time-out would cost every order. */
const awayForMs = 2_000;

/**
 * Reads rows of products. Resolves to null without a row, and when Postgres does not respond or did
 * not a moment ago.
 */
export const createRowReader = ({
  readRows,
  rowAge,
  logger,
}: RowReaderDeps): ((productId: string) => Promise<DatedRow | null>) => {
  let awayUntil = 0;
  const readRow = createBatchedLookup(async (productIds) => {
    const sampled = withTimeout(rowAge.sample(), headTimeoutMs, 'The end of the log');
    const [{ rows, checkpoint }] = await Promise.all([
      readRows(productIds),
      sampled.catch(() => undefined),
    ]);
    const asOf = rowAge.asOf(checkpoint);

    return new Map(rows.map((row) => [row.product_id, { row, asOf }]));
  });

  return async (productId) => {
    if (performance.now() < awayUntil) return null;
    try {
      return (await readRow(productId)) ?? null;
    } catch (error) {
      logger.warn({ err: error }, 'products cannot be read');
      awayUntil = performance.now() + awayForMs;

      return null;
    }
  };
};
