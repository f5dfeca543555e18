import type { InventoryEvent } from '../../domain/inventory/index.js';
import type { OrderEvent } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { inventoryResult } from './messages/inventoryResult.js';
import { orderAmended, orderCreated } from './messages/orderCreated.js';
import { itemChangeOutcome, orderStatus } from './messages/orderStatus.js';
import type { OutboxMessage } from './messages/outboxMessage.js';

/**
 * What the other services are told of a stored event; pure, so that telling it again says the same.
 */
export const toMessages = (stored: StoredEvent): readonly OutboxMessage[] => {
  const event = stored as StoredEvent<OrderEvent | InventoryEvent>;

  switch (event.type) {
    case 'OrderPlaced':
      return [orderCreated(event)];
    case 'OrderItemAdded':
    case 'OrderItemQuantityChanged':
    case 'OrderItemRemoved':
      return [orderAmended(event)];
    case 'OrderItemReserved':
    case 'OrderItemRefused':
      return itemChangeOutcome(event);
    case 'OrderConfirmed':
    case 'OrderCancelled':
    case 'OrderShipped':
    case 'OrderDelivered':
      return [orderStatus(event)];
    case 'StockReserved':
    case 'ReservationRefused':
      return [inventoryResult(event)];
    case 'ReservationReleased':
      return event.data.cause === 'ORDER_CANCELLED' ? [] : [inventoryResult(event)];
    case 'ProductAdded':
    case 'ProductDetailsChanged':
    case 'ProductPriceChanged':
    case 'SaleTermsChanged':
    case 'ProductWithdrawn':
    case 'StockReceived':
    case 'StockAdjusted':
    case 'ReservationCommitted':
    default:
      return [];
  }
};

export type { OutboxMessage } from './messages/outboxMessage.js';
