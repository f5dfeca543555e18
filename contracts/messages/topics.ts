import { inventoryResult } from './inventoryResult.js';
import { orderCreated } from './orderCreated.js';
import { orderStatusChanged } from './orderStatus.js';

/** Topics, the message types (`ce_type`) on each, and the schema of each type's value. */
export const topics = {
  'order.created': { 'order.created': orderCreated, 'order.amended': orderCreated },
  'inventory.result': { 'inventory.result': inventoryResult },
  'order.status': { 'order.status': orderStatusChanged },
} as const;

export type Topic = keyof typeof topics;

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
] as const;

export type MessageHeaders = Readonly<
  Partial<Record<(typeof headerNames)[number], string>> & { ce_id: string; ce_type: string }
>;
