import type { Bench } from './harness/bench.js';
import { coldStart } from './coldStart.bench.js';
import { eventStoreNode } from './eventStoreNode.bench.js';
import { finishedProducts } from './finishedProducts.bench.js';
import { flashSale } from './flashSale.bench.js';
import { goodput } from './goodput.bench.js';
import { growth } from './growth.bench.js';
import { kafkaBroker } from './kafkaBroker.bench.js';
import { latency } from './latency.bench.js';
import { orderCost } from './orderCost.bench.js';
import { rebuild } from './rebuild.bench.js';
import { reserveOneHotProduct } from './reserveOneHotProduct.bench.js';
import { restart } from './restart.bench.js';
import { sellOut } from './sellOut.bench.js';
import { soldOut } from './soldOut.bench.js';
import { stockUpdates } from './stockUpdates.bench.js';
import { tenMinutes } from './tenMinutes.bench.js';
import { tracing } from './tracing.bench.js';
import { twoInventories } from './twoInventories.bench.js';
import { twoOrdersProcesses } from './twoOrdersProcesses.bench.js';
import { waitlist } from './waitlist.bench.js';

/** In the order in which they run. */
export const benches: readonly Bench[] = [
  sellOut,
  twoOrdersProcesses,
  reserveOneHotProduct,
  flashSale,
  twoInventories,
  soldOut,
  waitlist,
  latency,
  stockUpdates,
  orderCost,
  tracing,
  goodput,
  rebuild,
  restart,
  coldStart,
  growth,
  finishedProducts,
  tenMinutes,
  eventStoreNode,
  kafkaBroker,
];
