import type { Request } from 'express';
import type { DecisionReceipt, OrderReceipts } from '../../../contracts/http/orders.js';
import { inventoryStream } from '../../../domain/inventory/index.js';
import {
  type OrderEvent,
  type OrderItemRefused,
  type OrderItemReserved,
  type OrderItemWaitlisted,
  orderStream,
} from '../../../domain/order/index.js';
import type { EventStore, StoredEvent } from '../../../platform/eventStore/index.js';
import { readOrRefuse } from '../../../platform/facts/index.js';
import type { HttpAnswer } from '../../../platform/http/index.js';
import type { ReadDeps } from './deps.js';
import { lateReceipts } from './lateReceipts.js';
import { passedOver } from './passedOver.js';
import { readOwnStream } from './readOwnStream.js';

/**
 * GET /api/orders/:id/why: what the inventory decided, line by line, and where anybody can check
 * it.
 */
export const getReceipts =
  (deps: ReadDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const { orderId, events } = await readOwnStream(deps, request);
    const receipts = await readOrRefuse(orderStream(orderId), () => receiptsOf(deps, events));
    const body: OrderReceipts = { orderId, receipts };

    return { status: 200, headers: {}, body };
  };

const receiptsOf = async (
  deps: ReadDeps,
  events: readonly StoredEvent<OrderEvent>[],
): Promise<DecisionReceipt[]> => {
  const places = placesOf(events);

  return [
    ...(await waitlistReceipts(deps, events)),
    ...events.flatMap((event) => toReceipts(event, places)),
    ...(await lateReceipts(deps.eventStore, events)),
  ];
};

/** The places of lines that waited, by item: only what an order was placed with may wait. */
type Places = ReadonlyMap<string, number>;

const placesOf = (events: readonly OrderEvent[]): Places =>
  new Map(
    events.flatMap(({ type, data }) =>
      type === 'OrderItemWaitlisted' ? [[data.itemId, data.place] as const] : [],
    ),
  );

const waitlistReceipts = (
  { eventStore }: ReadDeps,
  events: readonly OrderEvent[],
): Promise<DecisionReceipt[]> =>
  Promise.all(
    events.flatMap((event) =>
      event.type === 'OrderItemWaitlisted' ? [waitlisted(eventStore, event)] : [],
    ),
  );

const waitlisted = async (
  eventStore: EventStore,
  { data }: OrderItemWaitlisted,
): Promise<DecisionReceipt> => ({
  ...whereDecided(data),
  decision: 'WAITLISTED',
  rule: 'OUT_OF_STOCK',
  requested: data.requested,
  held: 0,
  place: data.place,
  ...(await passedOver(eventStore, data)),
  decidedAt: data.waitlistedAt,
});

const toReceipts = (event: OrderEvent, places: Places): DecisionReceipt[] => {
  if (event.type === 'OrderItemReserved') return [accepted(event, places)];

  return event.type === 'OrderItemRefused' ? [refused(event)] : [];
};

const accepted = ({ data }: OrderItemReserved, places: Places): DecisionReceipt => ({
  ...whereDecided(data),
  decision: 'ACCEPTED',
  ...ruleOf(data, places),
  requested: data.quantity,
  held: data.quantity,
  decidedAt: data.reservedAt,
});

const ruleOf = (
  { quantity, orderRevision, itemId }: OrderItemReserved['data'],
  places: Places,
): Pick<DecisionReceipt, 'rule' | 'place'> => {
  const place = orderRevision === 0 ? places.get(itemId) : undefined;
  if (place !== undefined) return { rule: 'FROM_WAITLIST', place };

  return { rule: quantity === 0 ? 'LINE_REMOVED' : 'IN_STOCK' };
};

const refused = ({ data }: OrderItemRefused): DecisionReceipt => ({
  ...whereDecided(data),
  decision: 'REFUSED',
  rule: data.reason,
  requested: data.requested,
  held: data.held,
  decidedAt: data.refusedAt,
});

const whereDecided = ({
  itemId,
  productId,
  orderRevision,
  inventoryRevision,
  available,
}: (OrderItemReserved | OrderItemRefused | OrderItemWaitlisted)['data']) => ({
  itemId,
  productId,
  orderRevision,
  stream: inventoryStream(productId),
  revision: inventoryRevision,
  available,
});
