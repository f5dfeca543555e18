import { inventoryResult } from './inventoryResult.js';
import { orderCreated } from './orderCreated.js';
import { orderStatusChanged } from './orderStatus.js';
import { productState } from './productState.js';
import { stockState } from './stockState.js';

/** Topics, the message types (`ce_type`) on each, and the schema of each type's value. */
export const topics = {
  'order.created': {
    'order.created': orderCreated,
    'order.amended': orderCreated,
    'order.cancelled': orderStatusChanged,
    'order.shipped': orderStatusChanged,
  },
  'inventory.result': {
    'inventory.result': inventoryResult,
    'inventory.waitlisted': inventoryResult,
  },
  'order.status': { 'order.status': orderStatusChanged, 'order.waitlisted': orderStatusChanged },
  'product.changed': { 'product.changed': productState },
  'stock.updated': { 'stock.updated': stockState },
} as const;

export type Topic = keyof typeof topics;

/** Whose facts a topic tells: `ce_source`. */
export const sources: Readonly<Record<Topic, string>> = {
  'order.created': 'urn:quicksale:orders',
  'order.status': 'urn:quicksale:orders',
  'inventory.result': 'urn:quicksale:inventory',
  'product.changed': 'urn:quicksale:inventory',
  'stock.updated': 'urn:quicksale:inventory',
};

export const partitionsPerTopic = 6;

/** The topic for messages that can never succeed. */
export const deadLetterTopic = (topic: Topic): string => `${topic}.dlq`;

/**
 * Header names: CloudEvents 1.0 in binary mode, plus where the fact behind the message is stored.
 */
export const headerNames = [
  'ce_id',
  'ce_type',
  'ce_source',
  'ce_time',
  'ce_specversion',
  'ce_subject',
  'stream',
  'revision',
  'traceparent',
  'ce_partitionkey',
  'inventory_topic',
] as const;

export type MessageHeaders = Readonly<
  Partial<Record<(typeof headerNames)[number], string>> & { ce_id: string; ce_type: string }
>;
