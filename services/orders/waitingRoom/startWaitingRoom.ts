import type { EventStore } from '../../../platform/eventStore/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import { isSoldOut } from '../products/productCache.js';
import { createRowAge } from '../products/rowAge.js';
import { startProductCache } from '../products/startProductCache.js';
import { createUnitsLeft } from './unitsLeft.js';
import { createWaitingRoom } from './waitingRoom.js';

type Settings = Readonly<{ admissionWaitMs: number; admissionPlaces: number }>;

type Deps = Readonly<{
  database: Database;
  eventStore: EventStore;
  logger: Logger;
  metrics: Metrics;
  /** Returns what part of all orders this process takes, above 0. */
  share: () => number;
}>;

/** The cache of products, and the waiting room that lives on what it reads and hears. */
export const startWaitingRoom = (settings: Settings, deps: Deps) => {
  const rowAge = createRowAge(deps.eventStore);
  const waitingRoom = createWaitingRoom({
    units: createUnitsLeft({ ...rowAge, share: deps.share }),
    refresh: async (productId) => {
      const product = await productCache.refresh(productId);

      return product?.isListed !== true || isSoldOut(product) ? 'refused' : 'on offer';
    },
    waitMs: settings.admissionWaitMs,
    places: settings.admissionPlaces,
    metrics: deps.metrics,
  });
  const productCache = startProductCache({ ...deps, rowAge, onStock: waitingRoom.noteStock });

  return { waitingRoom, productCache };
};
