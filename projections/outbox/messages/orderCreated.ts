import type {
  OrderItemAdded,
  OrderItemQuantityChanged,
  OrderItemRemoved,
  OrderLine,
  OrderPlaced,
} from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { outboxMessage, type OutboxMessage } from './outboxMessage.js';

/** The order's lines with what each shall hold. */
export const orderCreatedMessage = (event: StoredEvent<OrderPlaced>): OutboxMessage => {
  const { orderId, userId, placedAt, items, totalAmount, currency, ifSoldOut } = event.data;

  return outboxMessage(event, {
    topic: 'order.created',
    type: 'order.created',
    key: orderId,
    ...ownedBy(items[0]),
    payload: {
      orderId,
      userId,
      orderRevision: event.revision,
      placedAt,
      items: items.map(toLine),
      totalAmount,
      currency,
      ...(ifSoldOut !== undefined && { ifSoldOut }),
    },
  });
};

/**
 * The line that changed, with what it shall hold now; sale windows are judged by the time of the
 * change.
 */
export const orderAmendedMessage = (
  event: StoredEvent<OrderItemAdded | OrderItemQuantityChanged | OrderItemRemoved>,
): OutboxMessage => {
  const { orderId, userId, changedAt, item, totalAmount, currency } = event.data;

  return outboxMessage(event, {
    topic: 'order.created',
    type: 'order.amended',
    key: orderId,
    ...ownedBy(item),
    payload: {
      orderId,
      userId,
      orderRevision: event.revision,
      placedAt: changedAt,
      items: [toLine(item)],
      totalAmount,
      ...(currency === undefined ? {} : { currency }),
    },
  });
};

/**
 * Whatever the inventory has to decide about a product comes through one partition, so that one
 * process writes to its stream.
 */
export const ownedBy = (line: Pick<OrderLine, 'productId'> | undefined) =>
  line === undefined ? {} : { partitionKey: line.productId };

const toLine = ({ itemId, productId, quantity, unitPrice }: OrderLine) => ({
  itemId,
  productId,
  quantity,
  unitPrice,
});
