import { createBackoff, pause, TimeoutError } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Publisher } from '../../../platform/messaging/index.js';
import type { BridgeMetrics } from '../metrics.js';
import { type ChangedProducts, createChangedProducts } from './changedProducts.js';
import type { FeedStore } from './feedStore.js';
import { publishRows } from './publishRows.js';

export type CatalogueFeedDeps = Readonly<{
  feedStore: FeedStore;
  publisher: Publisher;
  logger: Logger;
  metrics: BridgeMetrics;
  /** A send timed out: its outcome is unknown, and the process must end. */
  onSendTimeout: (error: Error) => void;
}>;

export type CatalogueFeed = Readonly<{
  /** These products may have changed; any of them when it is null. */
  notify: (productIds: readonly string[] | null) => void;
  /** Publishes what changes of products and of their stock until `signal` aborts. */
  run: (signal: AbortSignal) => Promise<void>;
}>;

/** At most four values per second and product. */
const publishEveryMs = 250;

/** Changes come with a notification; this finds those whose notification was lost. */
const compareEveryMs = 60_000;

const productsAtOnce = 500;

/**
 * Publishes products as they are now. What was published is noted for each, so that the last value
 * always comes, whenever the process ends.
 */
export const createCatalogueFeed = (deps: CatalogueFeedDeps): CatalogueFeed => {
  const changed = createChangedProducts();

  return {
    notify: changed.add,
    run: async (signal) => {
      const backoff = createBackoff({ minMs: 250, maxMs: 5_000 });
      signal.addEventListener('abort', changed.interrupt, { once: true });
      changed.add(null);
      while (!signal.aborted)
        try {
          await publishChanged(deps, changed);
          backoff.reset();
          await pause(publishEveryMs, signal);
        } catch (error) {
          if (error instanceof TimeoutError) {
            deps.onSendTimeout(error);

            return;
          }
          deps.logger.warn({ err: error }, 'products cannot be published');
          await backoff.wait(signal);
        }
    },
  };
};

const publishChanged = async (deps: CatalogueFeedDeps, changed: ChangedProducts): Promise<void> => {
  const { feedStore } = deps;
  const productIds = await changed.take(compareEveryMs);
  if (productIds?.length === 0) return;
  try {
    const rows = await feedStore.unpublished(productIds, productsAtOnce);
    if (rows.length === 0) return;
    await publishRows(deps, rows);
    await feedStore.note(rows);
    if (rows.length === productsAtOnce) changed.add(productIds);
  } catch (error) {
    changed.add(productIds);
    throw error;
  }
};
