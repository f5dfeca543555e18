import {
  type InventoryResult,
  type MessageHeaders,
  type OrderCreated,
  type OrderStatusChanged,
  sources,
  type Topic,
} from '../../../contracts/messages/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';

/** Topics of facts, of which each must arrive. */
export type OutboxTopic = Exclude<Topic, 'product.changed' | 'stock.updated'>;

/**
 * A message as the bridge publishes it; `eventId`, also its `ce_id`, is that of the event behind
 * it.
 */
export type OutboxMessage = Readonly<{
  topic: OutboxTopic;
  key: string;
  headers: MessageHeaders;
  payload: OrderCreated | InventoryResult | OrderStatusChanged;
  eventId: string;
}>;

type Content = Pick<OutboxMessage, 'topic' | 'key' | 'payload'> &
  Readonly<{
    type: string;
    /** What chooses the partition, where that is not the key. */
    partitionKey?: string;
    /** Where the inventory reads it, if on another topic. */
    inventoryTopic?: Topic;
  }>;

export const outboxMessage = (
  event: StoredEvent,
  { topic, key, payload, type, partitionKey, inventoryTopic }: Content,
): OutboxMessage => ({
  topic,
  key,
  payload,
  eventId: event.id,
  headers: {
    ce_id: event.id,
    ce_type: type,
    ce_source: sources[topic],
    ce_time: event.recordedAt,
    ce_specversion: '1.0',
    ce_subject: key,
    stream: event.stream,
    revision: String(event.revision),
    ...(event.metadata.traceparent === null ? {} : { traceparent: event.metadata.traceparent }),
    ...(partitionKey === undefined ? {} : { ce_partitionkey: partitionKey }),
    ...(inventoryTopic === undefined ? {} : { inventory_topic: inventoryTopic }),
  },
});
