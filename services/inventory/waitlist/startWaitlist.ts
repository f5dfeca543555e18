import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { Running } from '../../../platform/process/index.js';
import { countWaiting, findUnserved } from '../../../projections/products/waitlistQueries.js';
import type { Deps } from '../useCases/deps.js';
import { createServeWaitlist, withWaitlist } from './serveWaitlist.js';
import { startSweeps } from './sweeps.js';

type WaitlistDeps = Pick<Deps, 'products' | 'now'> &
  Readonly<{ database: Database; logger: Logger; metrics: Metrics }>;

/**
 * Returns the handler of products whose waitlists are served; `stop` ends the sweeps, which look
 * for products that a process left with free units when it ended between two decisions.
 */
export const startWaitlist = ({
  database,
  metrics,
  ...deps
}: WaitlistDeps): Readonly<{ products: Deps['products'] }> & Pick<Running, 'stop'> => {
  const serve = createServeWaitlist(deps);
  const { noteWaiting, stop } = startSweeps(async () => {
    try {
      for (const productId of await findUnserved(database)) await serve(productId);

      return (await countWaiting(database)) > 0;
    } catch (error) {
      deps.logger.debug({ err: error }, 'waitlists cannot be read');

      return true;
    }
  });
  metrics.readGauge({
    name: 'quicksale_waitlist_orders',
    help: 'Orders that wait for units',
    read: () => countWaiting(database),
  });

  return { products: withWaitlist(deps, serve, noteWaiting), stop };
};
