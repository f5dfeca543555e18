import {
  type ReservationRefused,
  type ReservationReleased,
  type ReservationWaitlisted,
  reservationIdOf,
  type StockReserved,
} from '../../../domain/inventory/index.js';
import type { ManualInventoryResult } from '../../../contracts/messages/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { outboxMessage, type OutboxMessage } from './outboxMessage.js';

type DecisionEvent = StoredEvent<
  StockReserved | ReservationWaitlisted | ReservationRefused | ReservationReleased
>;
type Decision = ManualInventoryResult['lines'][number];

/** A cancelled order waits for no answer. */
export const inventoryResultMessages = (event: DecisionEvent): OutboxMessage[] =>
  event.type === 'ReservationReleased' && event.data.cause === 'ORDER_CANCELLED'
    ? []
    : [inventoryResultMessage(event)];

/**
 * What the inventory decided on an order's line or on a manual reservation. A place on the waitlist
 * has a type of its own: a release that does not know it leaves it to one that does.
 */
const inventoryResultMessage = (event: DecisionEvent): OutboxMessage => {
  const { orderId, itemId, orderRevision } = event.data;
  const decision = decisionOf(event);

  return outboxMessage(event, {
    topic: 'inventory.result',
    type: event.type === 'ReservationWaitlisted' ? 'inventory.waitlisted' : 'inventory.result',
    key: orderId,
    payload:
      itemId === null
        ? { reservationId: reservationIdOf(orderId), lines: [decision] }
        : { orderId, orderRevision, lines: [{ itemId, ...decision }] },
  });
};

const decisionOf = (event: DecisionEvent): Decision => {
  const { productId, available, place } = event.data;
  const receipt = {
    productId,
    inventoryRevision: event.revision,
    available,
    ...(place !== undefined && { place }),
  };

  switch (event.type) {
    case 'StockReserved': {
      const { quantity } = event.data;

      return { quantity, result: 'RESERVED', held: quantity, ...receipt };
    }
    case 'ReservationWaitlisted':
      return { quantity: event.data.requested, result: 'WAITLISTED', held: 0, ...receipt };
    case 'ReservationRefused': {
      const { requested, reason, held } = event.data;

      return { quantity: requested, result: 'REJECTED', reason, held, ...receipt };
    }
    case 'ReservationReleased':
      return { quantity: 0, result: 'RELEASED', held: 0, ...receipt };
  }
};
