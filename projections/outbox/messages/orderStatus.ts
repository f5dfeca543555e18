import type {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderItemRefused,
  OrderItemReserved,
  OrderShipped,
  StatusSnapshot,
} from '../../../domain/order/index.js';
import type { OrderStatusChanged } from '../../../contracts/messages/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { outboxMessage, type OutboxMessage } from './outboxMessage.js';
import { textOf } from './statusText.js';

type Step = StoredEvent<OrderConfirmed | OrderCancelled | OrderShipped | OrderDelivered>;
type ItemResult = StoredEvent<OrderItemReserved | OrderItemRefused>;

export const orderStatusMessage = (event: Step): OutboxMessage =>
  message(event, event.data.snapshot);

/** What became of an item change. Results before the confirmation concern nobody yet. */
export const itemChangeOutcome = (event: ItemResult): OutboxMessage[] =>
  event.data.outcome === null ? [] : [message(event, event.data.outcome)];

const message = (
  event: Step | ItemResult,
  { status, inventoryStatus, items }: StatusSnapshot,
): OutboxMessage => {
  const { orderId, userId } = event.data;

  return outboxMessage(event, {
    topic: 'order.status',
    type: 'order.status',
    key: orderId,
    payload: {
      orderId,
      userId,
      status,
      inventoryStatus,
      ...('reason' in event.data ? { reason: event.data.reason } : {}),
      ...placedAtOf(event.data),
      items: [...items],
      orderRevision: event.revision,
      message: textOf(event),
    },
  });
};

/** Only the decision about an order has it, and not that of the first releases. */
const placedAtOf = (data: object): Pick<OrderStatusChanged, 'placedAt'> =>
  'placedAt' in data && typeof data.placedAt === 'string' ? { placedAt: data.placedAt } : {};
