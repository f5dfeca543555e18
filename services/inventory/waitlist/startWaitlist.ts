import { coalesce } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { Running } from '../../../platform/process/index.js';
import { countWaiting, findUnserved } from '../../../projections/products/waitlistQueries.js';
import type { Deps } from '../useCases/deps.js';
import { createServeWaitlist, withWaitlist } from './serveWaitlist.js';

type WaitlistDeps = Pick<Deps, 'products' | 'now'> &
  Readonly<{ database: Database; logger: Logger; metrics: Metrics; sweepEveryMs?: number }>;

/**
 * In milliseconds: how often products are looked for that a process left with free units when it
 * ended between two decisions.
 */
const usualSweepMs = 5_000;

/** Returns the handler of products whose waitlists are served; `stop` ends the sweeps. */
export const startWaitlist = ({
  database,
  metrics,
  sweepEveryMs = usualSweepMs,
  ...deps
}: WaitlistDeps): Readonly<{ products: Deps['products'] }> & Pick<Running, 'stop'> => {
  const serve = createServeWaitlist(deps);
  const sweep = coalesce(async () => {
    try {
      for (const productId of await findUnserved(database)) await serve(productId);
    } catch (error) {
      deps.logger.debug({ err: error }, 'waitlists cannot be read');
    }
  });
  const timer = setInterval(() => void sweep(), sweepEveryMs);
  metrics.readGauge({
    name: 'quicksale_waitlist_orders',
    help: 'Orders that wait for units',
    read: () => countWaiting(database),
  });

  return {
    products: withWaitlist(deps, serve),
    stop: async () => {
      clearInterval(timer);
      await sweep();
    },
  };
};
