import { z } from 'zod';
import {
  deadLetterTopic,
  headerNames,
  partitionsPerTopic,
  topics,
  type Topic,
} from '../messages/index.js';

/**
 * The description of a topic, and who publishes and reads it (beside the bridge, which publishes
 * everything).
 */
const words: Readonly<Record<Topic, Readonly<{ summary: string; readers: readonly string[] }>>> = {
  'order.created': {
    summary:
      'What the lines of an order shall hold: all of a new order, or those that changed, until it is over',
    readers: ['inventory'],
  },
  'inventory.result': {
    summary:
      'What the inventory decided about lines, or about a manual reservation; or which place a line has on the waitlist',
    readers: ['orders'],
  },
  'order.status': {
    summary: 'An order has another status or a place on a waitlist, or a change of it was answered',
    readers: ['notifier', 'inventory'],
  },
  'product.changed': {
    summary: 'A product is new, or its details, price or terms are others, or it was withdrawn',
    readers: [],
  },
  'stock.updated': {
    summary: 'Units of a product: at most 4 per second and product, the last value always',
    readers: [],
  },
};

const names = Object.keys(topics) as Topic[];

type Entry = readonly [string, object];

const typesOn = (topic: Topic): [string, z.ZodType][] => Object.entries<z.ZodType>(topics[topic]);

const ref = (path: string) => ({ $ref: `#/${path}` });

/** Returns the JSON Schema of a schema's output. */
export const toSchema = (schema: z.ZodType): object => ({
  ...z.toJSONSchema(schema, { target: 'draft-7' }),
  $schema: undefined,
});

/** Returns a channel per topic, and one for its dead letters. */
export const topicChannels = (): object =>
  Object.fromEntries(
    names.flatMap<Entry>((topic) => {
      const messages = Object.fromEntries(
        typesOn(topic).map(([type]) => [type, ref(`components/messages/${type}`)]),
      );
      const shared = { servers: [ref('servers/kafka')], bindings };

      return [
        [topic, { address: topic, summary: words[topic].summary, messages, ...shared }],
        [
          deadLetterTopic(topic),
          {
            address: deadLetterTopic(topic),
            summary: `Messages of ${topic} that can never succeed, as they came`,
            messages: { deadLetter: ref('components/messages/deadLetter') },
            ...shared,
          },
        ],
      ];
    }),
  );

const bindings = { kafka: { partitions: partitionsPerTopic } };

/** Returns who sends and who receives; a reader also sends to the topic's dead letters. */
export const topicOperations = (): object =>
  Object.fromEntries(
    names.flatMap<Entry>((topic) => [
      [
        `publish.${topic}`,
        {
          action: 'send',
          channel: ref(`channels/${topic}`),
          summary: 'The bridge publishes it',
        },
      ],
      ...words[topic].readers.flatMap<Entry>((reader) => [
        [`${reader}.reads.${topic}`, { action: 'receive', channel: ref(`channels/${topic}`) }],
        [
          `${reader}.givesUp.${topic}`,
          { action: 'send', channel: ref(`channels/${deadLetterTopic(topic)}`) },
        ],
      ]),
    ]),
  );

/** Returns every message type with its headers and its value. */
export const topicMessages = (): object => ({
  ...Object.fromEntries(
    names.flatMap<Entry>((topic) =>
      typesOn(topic).map(([type, schema]) => [
        type,
        {
          name: type,
          contentType: 'application/json',
          headers: ref('components/schemas/Headers'),
          payload: toSchema(schema),
          bindings: { kafka: { key: keyOf(topic) } },
        },
      ]),
    ),
  ),
  deadLetter: {
    name: 'dead letter',
    summary: 'Key and value are those of the message that could not be handled',
    headers: {
      type: 'object',
      properties: {
        dlq_error: { type: 'string', description: 'Why it can never succeed' },
        dlq_group: { type: 'string', description: 'The consumer that gave up' },
        dlq_source: { type: 'string', description: 'topic/partition/offset' },
        dlq_time: { type: 'string', format: 'date-time' },
      },
      required: ['dlq_error', 'dlq_group', 'dlq_source', 'dlq_time'],
    },
    payload: {},
  },
});

const keyOf = (topic: Topic): object => ({
  type: 'string',
  description: aboutProducts.includes(topic)
    ? 'The productId'
    : 'The orderId, or `manual:<reservationId>`',
});

const aboutProducts: readonly Topic[] = ['product.changed', 'stock.updated'];

const headerWords: Readonly<Record<(typeof headerNames)[number], string>> = {
  ce_id: 'Id of the event behind the message, or of the state; repeats have the same',
  ce_type: 'Message type',
  ce_source: 'Whose fact it is',
  ce_time: 'When it happened',
  ce_specversion: 'CloudEvents 1.0, binary mode',
  ce_subject: 'The key',
  stream: 'Stream of the event',
  revision: 'Revision of the event in its stream',
  traceparent: 'W3C trace context of the request that began it',
  ce_partitionkey: 'What the partition was chosen by, where that is not the key: a productId',
  inventory_topic: 'The topic on which the inventory is told of it, where it is not this one',
};

const optional = ['traceparent', 'ce_partitionkey', 'inventory_topic'];

export const headersSchema = {
  type: 'object',
  properties: Object.fromEntries(
    headerNames.map((name) => [name, { type: 'string', description: headerWords[name] }]),
  ),
  required: headerNames.filter((name) => !optional.includes(name)),
};
