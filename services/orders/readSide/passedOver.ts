import type { DecisionReceipt } from '../../../contracts/http/orders.js';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import type { OrderItemWaitlisted } from '../../../domain/order/index.js';
import type { EventStore, StoredEvent } from '../../../platform/eventStore/index.js';
import { readFacts } from '../../../platform/facts/index.js';
import { toInventoryFact } from '../../../projections/facts/factReaders.js';

type Waited = Pick<
  OrderItemWaitlisted['data'],
  'orderId' | 'productId' | 'place' | 'inventoryRevision'
>;

type Passed = NonNullable<DecisionReceipt['passedOver']>;

const pageSize = 500;
/** Of a longer wait the first 20 000 events of the product are looked at. */
const mostPages = 40;

/**
 * Returns how often units went to somebody behind the order, who wanted fewer than it did, before
 * its own turn came; nothing when that never happened.
 */
export const passedOver = async (
  eventStore: EventStore,
  waited: Waited,
): Promise<Pick<DecisionReceipt, 'passedOver'>> => {
  const deps = { eventStore, toFact: toInventoryFact };
  const stream = inventoryStream(waited.productId);
  let passed: Passed | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const from = waited.inventoryRevision + 1 + page * pageSize;
    const { events } = await readFacts(deps, stream, { from, maxCount: pageSize });
    const end = events.findIndex((event) => isOwn(event, waited));
    passed = (end < 0 ? events : events.slice(0, end))
      .filter((event) => isBehind(event, waited))
      .reduce(passedBy, passed);
    if (end >= 0 || events.length < pageSize) break;
  }

  return passed === null ? {} : { passedOver: passed };
};

const isOwn = ({ data }: InventoryEvent, { orderId }: Waited): boolean =>
  'orderId' in data && data.orderId === orderId;

const isBehind = ({ type, data }: InventoryEvent, { place }: Waited): boolean =>
  type === 'StockReserved' && data.place !== undefined && data.place > place;

const passedBy = (
  passed: Passed | null,
  { data, revision }: StoredEvent<InventoryEvent>,
): Passed => ({
  times: (passed?.times ?? 0) + 1,
  revision,
  available: 'available' in data ? data.available : 0,
});
