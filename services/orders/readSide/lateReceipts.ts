import type { DecisionReceipt } from '../../../contracts/http/orders.js';
import {
  type InventoryEvent,
  inventoryStream,
  type ReservationRefused,
  type ReservationReleased,
  type StockReserved,
} from '../../../domain/inventory/index.js';
import type { OrderEvent, OrderLine } from '../../../domain/order/index.js';
import type { EventStore, StoredEvent } from '../../../platform/eventStore/index.js';
import { readFacts } from '../../../platform/facts/index.js';
import { toInventoryFact } from '../../../projections/facts/factReaders.js';
import { firstPageAfter } from './firstPageAfter.js';

type Events = readonly StoredEvent<OrderEvent>[];
type LateDecision = StoredEvent<StockReserved | ReservationRefused | ReservationReleased>;

/** What a line was to hold from `position` on, by the event with revision `orderRevision`. */
type Target = Readonly<{
  orderId: string;
  item: OrderLine;
  orderRevision: number;
  position: bigint;
}>;

/**
 * Returns the receipts of lines that the inventory decided after the order was cancelled, found
 * where they were decided: a cancelled order records nothing any more. Empty for any other order.
 */
export const lateReceipts = async (
  eventStore: EventStore,
  events: Events,
): Promise<readonly DecisionReceipt[]> => {
  if (!events.some(({ type }) => type === 'OrderCancelled')) return [];
  const receipts: DecisionReceipt[] = [];
  // One after the other: an order of fifty lines is no reason for fifty readers.
  for (const target of undecidedOf(events)) {
    const decision = await findDecision(eventStore, target);
    if (decision !== null) receipts.push(toReceipt(target, decision));
  }

  return receipts;
};

const undecidedOf = (events: Events): readonly Target[] =>
  events
    .flatMap(targetsOf)
    .filter(
      ({ item, orderRevision }) =>
        !events.some(
          ({ type, data }) =>
            (type === 'OrderItemReserved' || type === 'OrderItemRefused') &&
            data.itemId === item.itemId &&
            data.orderRevision === orderRevision,
        ),
    );

const targetsOf = ({ data, revision: orderRevision, position }: Events[number]): Target[] =>
  linesOf(data).map((item) => ({ orderId: data.orderId, item, orderRevision, position }));

/** The lines that an event gives a target. */
const linesOf = (data: Events[number]['data']): readonly OrderLine[] => {
  if ('items' in data) return data.items;

  return 'item' in data ? [data.item] : [];
};

const pageSize = 500;
/** Beyond this nothing was decided yet, or so much was sold meanwhile that it is not worth it. */
const mostPages = 40;

/**
 * Resolves to the first decision on the line since the target was set, null while there is none.
 */
const findDecision = async (
  eventStore: EventStore,
  target: Target,
): Promise<LateDecision | null> => {
  const stream = inventoryStream(target.item.productId);
  const deps = { eventStore, toFact: toInventoryFact };
  let from = await firstPageAfter(eventStore, { stream, position: target.position, pageSize });
  for (let page = 0; page < mostPages; page += 1) {
    const { events } = await readFacts(deps, stream, { from, maxCount: pageSize });
    const found = events.find((event): event is LateDecision => isDecision(event, target));
    if (found !== undefined) return found;
    if (events.length < pageSize) return null;
    from += pageSize;
  }

  return null;
};

const isDecision = (event: StoredEvent<InventoryEvent>, { orderId, orderRevision }: Target) =>
  (event.type === 'StockReserved' ||
    event.type === 'ReservationRefused' ||
    event.type === 'ReservationReleased') &&
  event.data.orderId === orderId &&
  event.data.orderRevision >= orderRevision;

const toReceipt = (
  { item: { itemId, productId, quantity }, orderRevision }: Target,
  decision: LateDecision,
): DecisionReceipt => ({
  itemId,
  productId,
  orderRevision,
  ...decisionOf(decision),
  requested: quantity,
  stream: decision.stream,
  revision: decision.revision,
  available: decision.data.available,
});

type Decision = Pick<DecisionReceipt, 'decision' | 'rule' | 'held' | 'decidedAt'>;

const decisionOf = ({ type, data }: LateDecision): Decision => {
  switch (type) {
    case 'StockReserved':
      return {
        decision: 'ACCEPTED',
        rule: 'IN_STOCK',
        held: data.quantity,
        decidedAt: data.reservedAt,
      };
    case 'ReservationRefused':
      return {
        decision: 'REFUSED',
        rule: data.reason,
        held: data.held,
        decidedAt: data.refusedAt,
      };
    case 'ReservationReleased':
      return data.cause === 'ORDER_CANCELLED'
        ? // The cancellation was there first: the line was never looked at.
          { decision: 'REFUSED', rule: 'ORDER_CANCELLED', held: 0, decidedAt: data.releasedAt }
        : { decision: 'ACCEPTED', rule: 'LINE_REMOVED', held: 0, decidedAt: data.releasedAt };
  }
};
