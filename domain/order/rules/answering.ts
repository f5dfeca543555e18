import type { InventoryAnswer, RecordInventoryResult } from '../commands.js';
import { broken } from '../errors.js';
import type {
  OrderCancelled,
  OrderConfirmed,
  OrderItemRefused,
  OrderItemReserved,
} from '../events.js';
import { isPending } from '../lines.js';
import { evolvePlaced, type PlacedOrder } from '../state.js';
import { snapshotOf, toSnapshot } from '../view.js';
import { cancelled } from './cancelling.js';

type Answered = OrderItemReserved | OrderItemRefused;
type Consequence = OrderConfirmed | OrderCancelled;
type Recorded = Readonly<{ order: PlacedOrder; events: readonly (Answered | Consequence)[] }>;

/** Takes the answers one after the other: what the first one settles, the next one finds settled. */
export const recordInventoryResult = (
  { data: { answers, now } }: RecordInventoryResult,
  order: PlacedOrder,
): readonly (Answered | Consequence)[] =>
  answers.reduce<Recorded>(
    (recorded, answer) => {
      const events = record(answer, recorded.order, now);

      return {
        order: events.reduce(evolvePlaced, recorded.order),
        events: [...recorded.events, ...events],
      };
    },
    { order, events: [] },
  ).events;

/** Only an answer to the line's latest target counts, and only the first one. */
const record = (
  answer: InventoryAnswer,
  order: PlacedOrder,
  now: string,
): readonly (Answered | Consequence)[] => {
  const line = order.lines.find(({ itemId }) => itemId === answer.itemId);
  if (line === undefined || !isPending(line) || line.orderRevision !== answer.orderRevision)
    return [];

  const event = toEvent(answer, order, now);
  const after = evolvePlaced(order, event);

  return order.status === 'PENDING'
    ? [event, ...consequencesOf(event, after, now)]
    : [withOutcome(event, after)];
};

const toEvent = (
  answer: InventoryAnswer,
  { orderId, userId }: PlacedOrder,
  now: string,
): Answered => {
  const { itemId, productId, orderRevision, inventoryRevision, available } = answer;
  const line = { orderId, userId, itemId, productId };
  const receipt = { orderRevision, inventoryRevision, available, outcome: null, ...line };

  if (answer.result !== 'REJECTED')
    return {
      type: 'OrderItemReserved',
      data: { quantity: answer.held, reservedAt: now, ...receipt },
    };
  if (answer.reason === null) throw broken('REASON_MISSING', 'A refusal has a reason');
  const { quantity: requested, held, reason } = answer;

  return {
    type: 'OrderItemRefused',
    data: { requested, held, reason, refusedAt: now, ...receipt },
  };
};

/** One refused line of `OrderPlaced` cancels the order, the last reserved one confirms it. */
const consequencesOf = (event: Answered, after: PlacedOrder, now: string): Consequence[] => {
  if (event.type === 'OrderItemRefused') return [cancelled(after, event.data.reason, now)];
  if (after.lines.some(isPending)) return [];
  const { orderId, userId, lines } = after;

  return [
    {
      type: 'OrderConfirmed',
      data: { orderId, userId, snapshot: snapshotOf('CONFIRMED', lines), confirmedAt: now },
    },
  ];
};

const withOutcome = <E extends Answered>(event: E, after: PlacedOrder): E => ({
  ...event,
  data: { ...event.data, outcome: toSnapshot(after) },
});
