import type { InventoryAnswer, RecordInventoryResult } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type {
  OrderCancelled,
  OrderConfirmed,
  OrderItemRefused,
  OrderItemReserved,
} from '../events.js';
import { isPending } from '../lines.js';
import { evolvePlaced } from '../evolve.js';
import { noPayment, type Payment, secondsAfter } from '../payment.js';
import type { PlacedOrder } from '../state.js';
import { snapshotOf, toSnapshot } from '../view.js';
import { orderCancelled } from './cancelling.js';

type ItemDecided = OrderItemReserved | OrderItemRefused;
type OrderDecided = OrderConfirmed | OrderCancelled;
type Recorded = Readonly<{ order: PlacedOrder; events: readonly (ItemDecided | OrderDecided)[] }>;

/** Records one answer after the other: the next one finds decided what the first one decides. */
export const recordInventoryResult = (
  { data: { answers, now } }: RecordInventoryResult,
  order: PlacedOrder,
): readonly (ItemDecided | OrderDecided)[] =>
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
): readonly (ItemDecided | OrderDecided)[] => {
  const line = order.lines.find(({ itemId }) => itemId === answer.itemId);
  if (line === undefined || !isPending(line) || line.orderRevision !== answer.orderRevision)
    return [];

  const event = itemDecided(answer, order, now);
  const after = evolvePlaced(order, event);

  return order.status === 'PENDING'
    ? [event, ...orderDecided(event, after, now)]
    : [withOutcome(event, after)];
};

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
  data: { quantity: answer.held, reservedAt: now, ...receiptOf(answer, order) },
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
    data: { requested, held, reason, refusedAt: now, ...receiptOf(answer, order) },
  };
};

const receiptOf = (
  { itemId, productId, orderRevision, inventoryRevision, available }: InventoryAnswer,
  { orderId, userId }: PlacedOrder,
) => ({
  orderRevision,
  inventoryRevision,
  available,
  outcome: null,
  orderId,
  userId,
  itemId,
  productId,
});

/** One refused line of `OrderPlaced` cancels the order, the last reserved one confirms it. */
const orderDecided = (event: ItemDecided, after: PlacedOrder, now: string): OrderDecided[] => {
  if (event.type === 'OrderItemRefused') return [orderCancelled(after, event.data.reason, now)];

  return after.lines.some(isPending) ? [] : [orderConfirmed(after, now)];
};

const orderConfirmed = (order: PlacedOrder, now: string): OrderConfirmed => {
  const { orderId, userId, lines, placedAt } = order;
  const payment = paymentFrom(order, now);
  const snapshot = snapshotOf('CONFIRMED', lines, payment);

  return {
    type: 'OrderConfirmed',
    data: {
      orderId,
      userId,
      snapshot,
      placedAt,
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
