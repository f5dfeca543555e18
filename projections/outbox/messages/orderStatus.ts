import type {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderItemRefused,
  OrderItemReserved,
  OrderPaid,
  OrderPaymentReminded,
  OrderItemWaitlisted,
  OrderShipped,
  StatusSnapshot,
} from '../../../domain/order/index.js';
import type { OrderStatusChanged } from '../../../contracts/messages/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { ownedBy } from './orderCreated.js';
import { outboxMessage, type OutboxMessage } from './outboxMessage.js';
import { textOf } from './statusText.js';

type Step = StoredEvent<
  | OrderItemWaitlisted
  | OrderConfirmed
  | OrderCancelled
  | OrderShipped
  | OrderDelivered
  | OrderPaid
  | OrderPaymentReminded
>;
type ItemResult = StoredEvent<OrderItemReserved | OrderItemRefused>;

/** A place has a type of its own: a release that does not know it leaves it to one that does. */
export const orderStatusMessage = (event: Step): OutboxMessage =>
  message(event, event.data.snapshot, {
    ...statusTopic,
    ...(event.type === 'OrderItemWaitlisted' && { type: 'order.waitlisted' }),
  });

/** For the inventory once more, behind what it has to reserve: its units are free, or gone. */
export const orderEndedMessages = (
  event: StoredEvent<OrderCancelled | OrderShipped>,
): OutboxMessage[] => {
  const { snapshot } = event.data;
  const type = event.type === 'OrderCancelled' ? 'order.cancelled' : 'order.shipped';
  const toBuyer = message(event, snapshot, { ...statusTopic, inventoryTopic: 'order.created' });
  if (snapshot.items.every(({ inventoryStatus }) => inventoryStatus === 'REJECTED'))
    return [toBuyer];

  return [
    toBuyer,
    message(event, snapshot, { topic: 'order.created', type, ...ownedBy(snapshot.items[0]) }),
  ];
};

/** What became of an item change. Results before the confirmation concern nobody yet. */
export const itemChangeOutcome = (event: ItemResult): OutboxMessage[] =>
  event.data.outcome === null ? [] : [message(event, event.data.outcome, statusTopic)];

const statusTopic = { topic: 'order.status', type: 'order.status' } as const;

type Target = Parameters<typeof outboxMessage>[1];

const message = (
  event: Step | ItemResult,
  snapshot: StatusSnapshot,
  target: Omit<Target, 'key' | 'payload'>,
): OutboxMessage => {
  const { orderId, userId } = event.data;
  const { status, inventoryStatus, items } = snapshot;

  return outboxMessage(event, {
    ...target,
    key: orderId,
    payload: {
      orderId,
      userId,
      status,
      inventoryStatus,
      ...('place' in event.data ? { waitlist: { place: event.data.place } } : {}),
      ...('reason' in event.data ? { reason: event.data.reason } : {}),
      ...placedAtOf(event.data),
      ...paymentOf(snapshot),
      ...(event.type === 'OrderPaymentReminded' && { notification: 'payment.reminder' as const }),
      items: [...items],
      orderRevision: event.revision,
      message: textOf(event),
    },
  });
};

/** Only the decision about an order has it, and not that of the first releases. */
const placedAtOf = (data: object): Pick<OrderStatusChanged, 'placedAt'> =>
  'placedAt' in data && typeof data.placedAt === 'string' ? { placedAt: data.placedAt } : {};

/** Absent where nothing is due and nothing was paid. */
const paymentOf = ({ status, payment }: StatusSnapshot): Pick<OrderStatusChanged, 'payment'> => {
  if (payment === undefined) return {};
  const isOwed = status === 'CANCELLED' && payment.status === 'PAID';

  return { payment: isOwed ? { ...payment, refundDue: true } : payment };
};
