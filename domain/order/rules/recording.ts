import type { InventoryAnswer, RecordInventoryResult } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type {
  OrderCancelled,
  OrderConfirmed,
  OrderItemRefused,
  OrderItemReserved,
  OrderItemWaitlisted,
} from '../events.js';
import { isPending, isWaitlisted, type Line, withPlace } from '../lines.js';
import { evolvePlaced } from '../evolve.js';
import { noPayment, type Payment, secondsAfter } from '../payment.js';
import { placedAtOf, type PlacedOrder } from '../state.js';
import { snapshotOf, toSnapshot } from '../view.js';
import { orderCancelled } from './cancelling.js';

type ItemDecided = OrderItemReserved | OrderItemRefused;
type OrderDecided = OrderConfirmed | OrderCancelled;
type RecordedEvent = ItemDecided | OrderItemWaitlisted | OrderDecided;
type Recorded = Readonly<{ order: PlacedOrder; events: readonly RecordedEvent[] }>;

/** Records one answer after the other: the next one finds decided what the first one decides. */
export const recordInventoryResult = (
  { data: { answers, now } }: RecordInventoryResult,
  order: PlacedOrder,
): readonly RecordedEvent[] =>
  answers.reduce<Recorded>(
    (recorded, answer) => {
      const events = recordAnswer(answer, recorded.order, now);

      return {
        order: events.reduce(evolvePlaced, recorded.order),
        events: [...recorded.events, ...events],
      };
    },
    { order, events: [] },
  ).events;

/** Only an answer to the line's latest target counts, and only the first one. */
const recordAnswer = (
  answer: InventoryAnswer,
  order: PlacedOrder,
  now: string,
): readonly RecordedEvent[] => {
  const line = order.lines.find(({ itemId }) => itemId === answer.itemId);
  if (line === undefined || !awaits(line, answer)) return [];
  if (answer.result === 'WAITLISTED') return [orderItemWaitlisted(answer, order, now)];

  const event = itemDecided(answer, order, now);
  const after = evolvePlaced(order, event);

  return order.status === 'PENDING'
    ? [event, ...orderDecided(event, { order, after }, now)]
    : [withOutcome(event, after)];
};

/** A place is no answer yet: another follows when the line's turn comes. */
const awaits = (line: Line, { orderRevision, result }: InventoryAnswer): boolean =>
  line.orderRevision === orderRevision &&
  (isPending(line) || (isWaitlisted(line) && result !== 'WAITLISTED'));

const itemDecided = (answer: InventoryAnswer, order: PlacedOrder, now: string): ItemDecided =>
  answer.result === 'REJECTED'
    ? orderItemRefused(answer, order, now)
    : orderItemReserved(answer, order, now);

const orderItemReserved = (
  answer: InventoryAnswer,
  order: PlacedOrder,
  now: string,
): OrderItemReserved => ({
  type: 'OrderItemReserved',
  data: { quantity: answer.held, reservedAt: now, outcome: null, ...receiptOf(answer, order) },
});

const orderItemRefused = (
  answer: InventoryAnswer,
  order: PlacedOrder,
  now: string,
): OrderItemRefused => {
  const { quantity: requested, held, reason } = answer;
  if (reason === null) throw ruleBroken('REASON_MISSING', 'A refusal has a reason');

  return {
    type: 'OrderItemRefused',
    data: {
      requested,
      held,
      reason,
      refusedAt: now,
      outcome: null,
      ...receiptOf(answer, order),
    },
  };
};

const orderItemWaitlisted = (
  answer: InventoryAnswer,
  order: PlacedOrder,
  now: string,
): OrderItemWaitlisted => {
  const { itemId, quantity: requested, place } = answer;
  if (place === undefined) throw ruleBroken('PLACE_MISSING', 'Who waits has a place');
  const lines = withPlace(order.lines, itemId, place);
  const { placedAt } = order;

  return {
    type: 'OrderItemWaitlisted',
    data: {
      requested,
      place,
      snapshot: snapshotOf(order.status, lines, order.payment),
      placedAt,
      waitlistedAt: now,
      ...receiptOf(answer, order),
    },
  };
};

const receiptOf = (
  { itemId, productId, orderRevision, inventoryRevision, available }: InventoryAnswer,
  { orderId, userId }: PlacedOrder,
) => ({
  orderRevision,
  inventoryRevision,
  available,
  orderId,
  userId,
  itemId,
  productId,
});

/** One refused line of `OrderPlaced` cancels the order, the last reserved one confirms it. */
const orderDecided = (
  event: ItemDecided,
  { order, after }: Readonly<{ order: PlacedOrder; after: PlacedOrder }>,
  now: string,
): OrderDecided[] => {
  if (event.type === 'OrderItemRefused') return [orderCancelled(after, event.data.reason, now)];

  return after.lines.some(isPending) ? [] : [orderConfirmed(after, placedAtOf(order), now)];
};

const orderConfirmed = (
  order: PlacedOrder,
  placedAt: ReturnType<typeof placedAtOf>,
  now: string,
): OrderConfirmed => {
  const { orderId, userId, lines } = order;
  const payment = paymentFrom(order, now);
  const snapshot = snapshotOf('CONFIRMED', lines, payment);

  return {
    type: 'OrderConfirmed',
    data: {
      orderId,
      userId,
      snapshot,
      ...placedAt,
      ...(payment.status === 'DUE' && { payBy: payment.payBy }),
      confirmedAt: now,
    },
  };
};

/** The window begins with the confirmation. */
const paymentFrom = ({ paymentWindowSeconds: seconds }: PlacedOrder, now: string): Payment =>
  seconds === null
    ? noPayment
    : { status: 'DUE', payBy: secondsAfter(now, seconds), remindedAt: null };

const withOutcome = <E extends ItemDecided>(event: E, after: PlacedOrder): E => ({
  ...event,
  data: { ...event.data, outcome: toSnapshot(after) },
});
