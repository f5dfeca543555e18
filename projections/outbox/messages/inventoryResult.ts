import {
  type ReservationRefused,
  type ReservationReleased,
  reservationIdOf,
  type StockReserved,
} from '../../../domain/inventory/index.js';
import type { ManualInventoryResult } from '../../../contracts/messages/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { outboxMessage, type OutboxMessage } from './outboxMessage.js';

type DecisionEvent = StoredEvent<StockReserved | ReservationRefused | ReservationReleased>;
type Decision = ManualInventoryResult['lines'][number];

/** What the inventory decided on an order's line or on a manual reservation. */
export const inventoryResultMessage = (event: DecisionEvent): OutboxMessage => {
  const { orderId, itemId, orderRevision } = event.data;
  const decision = decisionOf(event);

  return outboxMessage(event, {
    topic: 'inventory.result',
    type: 'inventory.result',
    key: orderId,
    payload:
      itemId === null
        ? { reservationId: reservationIdOf(orderId), lines: [decision] }
        : { orderId, orderRevision, lines: [{ itemId, ...decision }] },
  });
};

const decisionOf = (event: DecisionEvent): Decision => {
  const { productId, available } = event.data;
  const receipt = { productId, inventoryRevision: event.revision, available };

  switch (event.type) {
    case 'StockReserved': {
      const { quantity } = event.data;

      return { quantity, result: 'RESERVED', held: quantity, ...receipt };
    }
    case 'ReservationRefused': {
      const { requested, reason, held } = event.data;

      return { quantity: requested, result: 'REJECTED', reason, held, ...receipt };
    }
    case 'ReservationReleased':
      return { quantity: 0, result: 'RELEASED', held: 0, ...receipt };
  }
};
