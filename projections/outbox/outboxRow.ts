import type { InventoryEvent } from '../../domain/inventory/index.js';
import type { OrderEvent } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { toMessages } from './toMessages.js';

/**
 * A row of `messaging.outbox`: the place of the event and the ordinal of the message name it for
 * ever.
 */
export type OutboxRow = Readonly<{
  position: string;
  ordinal: number;
  event_id: string;
  topic: string;
  key: string;
  headers: Readonly<Record<string, string>>;
  payload: object;
}>;

export const toOutboxRows = (event: StoredEvent<OrderEvent | InventoryEvent>): OutboxRow[] =>
  toMessages(event).map(({ topic, key, headers, payload }, ordinal) => ({
    position: event.position.toString(),
    ordinal,
    event_id: event.id,
    topic,
    key,
    headers,
    payload,
  }));
