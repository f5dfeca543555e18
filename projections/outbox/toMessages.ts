import type { InventoryEvent } from '../../domain/inventory/index.js';
import type { OrderEvent } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { inventoryResultMessages } from './messages/inventoryResult.js';
import { orderAmendedMessage, orderCreatedMessage } from './messages/orderCreated.js';
import {
  itemChangeOutcome,
  orderEndedMessages,
  orderStatusMessage,
} from './messages/orderStatus.js';
import type { OutboxMessage } from './messages/outboxMessage.js';

/**
 * What the other services are told of a stored event; pure, so that telling it again says the same.
 */
export const toMessages = (
  event: StoredEvent<OrderEvent | InventoryEvent>,
): readonly OutboxMessage[] => {
  switch (event.type) {
    case 'OrderPlaced':
      return [orderCreatedMessage(event)];
    case 'OrderItemAdded':
    case 'OrderItemQuantityChanged':
    case 'OrderItemRemoved':
      return [orderAmendedMessage(event)];
    case 'OrderItemReserved':
    case 'OrderItemRefused':
      return itemChangeOutcome(event);
    case 'OrderItemWaitlisted':
    case 'OrderConfirmed':
    case 'OrderDelivered':
    case 'OrderPaid':
    case 'OrderPaymentReminded':
      return [orderStatusMessage(event)];
    case 'OrderCancelled':
    case 'OrderShipped':
      return orderEndedMessages(event);
    case 'StockReserved':
    case 'ReservationRefused':
    case 'ReservationWaitlisted':
    case 'ReservationReleased':
      return inventoryResultMessages(event);
    case 'ProductAdded':
    case 'ProductDetailsChanged':
    case 'ProductPriceChanged':
    case 'SaleTermsChanged':
    case 'NameClaimRevoked':
    case 'ProductWithdrawn':
    case 'StockReceived':
    case 'StockAdjusted':
    case 'ReservationCommitted':
    default:
      return [];
  }
};

export type { OutboxMessage } from './messages/outboxMessage.js';
